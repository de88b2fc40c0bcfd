import { isLiteral } from '../private/guards';

const MAX_LENGTH = 128;

/** Name of the managed identity of a service account; a service account's may hold periods, an identity's may not. */
export function defaultIdentityName(clusterName: string, namespace: string, serviceAccount: string): string {
  const account = isLiteral(serviceAccount) ? serviceAccount.replace(/\./g, '-') : serviceAccount;
  const name = [clusterName, namespace, account].join('-');

  return isLiteral(name) ? name.slice(0, MAX_LENGTH) : name;
}
