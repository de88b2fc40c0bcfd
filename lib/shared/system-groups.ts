import { slipOf } from './close-to';

/** Groups that Kubernetes puts accounts in, or has bindings for. */
const GROUPS = [
  'system:authenticated',
  'system:unauthenticated',
  'system:masters',
  'system:serviceaccounts',
  'system:nodes',
  'system:monitoring',
  'system:bootstrappers',
];

const ACCOUNTS_OF_NAMESPACE = /^system:serviceaccounts:(.*)$/;
const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** The one service account that a name stands for, which is a user to Kubernetes. */
const ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** How somebody writes that a service account is bound. */
type AccountWords = (namespace: string, name: string) => string;

/** Why nobody can be in a group of this name; undefined where somebody may be. */
export function systemGroupProblem(name: string, words: AccountWords): string | undefined {
  const [, accountNamespace, account] = ACCOUNT.exec(name) ?? [];
  if (accountNamespace !== undefined && account !== undefined) {
    return `this is the user name of one service account: ${words(accountNamespace, account)}`;
  }
  const lower = name.toLowerCase();
  const namespace = ACCOUNTS_OF_NAMESPACE.exec(lower)?.[1];
  if (namespace !== undefined && !NAMESPACE.test(namespace)) {
    return `'${namespace}' is no name of a namespace: use system:serviceaccounts:<namespace>`;
  }
  const isKnown = namespace !== undefined || GROUPS.includes(lower);
  return isKnown && lower !== name ? `Kubernetes compares names exactly: use '${lower}'` : undefined;
}

/** Whether a group is one of Kubernetes itself. */
export function isSystemGroup(name: string): boolean {
  return (
    GROUPS.includes(name) ||
    /^system:bootstrappers:[a-z0-9:-]+$/.test(name) ||
    NAMESPACE.test(ACCOUNTS_OF_NAMESPACE.exec(name)?.[1] ?? '')
  );
}

/** The group that was meant. */
export function nearestSystemGroup(name: string): string | undefined {
  return slipOf(name, GROUPS);
}
