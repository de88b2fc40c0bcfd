import { ClusterAccess, describeBinding } from '../../access/cluster-access';
import { Account, GROUPS_IN_TOKEN, isUser, userName } from '../../access/directory/sign-in';
import { AccessCell, matrixOf } from '../../access/matrix';
import { Finding } from './findings';
import { Patient } from './patient';
import { shellOption } from '../../lib/shared/shell';

/** Whether an account that was found may sign in, and as whom the cluster sees it. */
export function accountFindings({ account, isEnabled }: Patient): Finding[] {
  const { displayName, objectId } = account;
  const name = isUser(account) ? account.userPrincipalName : `service principal ${displayName}`;
  const told = isUser(account)
    ? `${displayName} is ${name}, object ID ${objectId}`
    : `${displayName} is a service principal, object ID ${objectId}, client ID ${account.clientId}`;
  const enable = isUser(account)
    ? `az ad user update ${shellOption('--id', objectId)} --account-enabled true`
    : `az ad sp update ${shellOption('--id', objectId)} --set accountEnabled=true`;
  return [
    {
      check: 'account',
      ...(isEnabled
        ? { verdict: 'ok', text: told }
        : {
            verdict: 'wrong',
            text: `${name} is disabled and cannot sign in`,
            fix: `ask who manages the directory, or ${enable}`,
          }),
    },
    { check: 'kind', verdict: 'ok', text: kindInWords(account) },
  ];
}

function kindInWords(account: Account): string {
  if (!isUser(account)) {
    return `service principal or managed identity: the cluster knows it by its object ID, ${account.objectId}, not by its client ID; sign in with kubelogin, login spn, msi, workloadidentity or azurepipelines`;
  }
  return account.userType === 'Guest'
    ? `guest: the cluster knows the account by its object ID, ${account.objectId}; a binding of its name grants nothing`
    : `member: the cluster knows the account as '${account.userPrincipalName}', in this very case`;
}

/** Bindings that were meant for the account, but name it otherwise than the cluster does. */
export function spellingFinding(access: ClusterAccess, patient: Patient): Finding {
  const misses = access.nearMisses(patient.account);
  return misses.length === 0
    ? {
        check: 'spelling',
        verdict: 'ok',
        text: 'no binding names the account otherwise than the cluster does',
      }
    : {
        check: 'spelling',
        verdict: 'wrong',
        text: misses.join('; '),
        fix:
          isUser(patient.account) && patient.account.userType === 'Member'
            ? `write '${userName(patient.account)}' for a member, the object ID for a group`
            : `name the ${isUser(patient.account) ? 'guest' : 'service principal'} by object ID, ${patient.account.objectId}`,
      };
}

/** In how many groups the account is; where a token cannot list them all, AKS asks Microsoft Graph itself. */
export function groupsFinding({ groups }: Patient, isLegacy: boolean): Finding {
  const check = 'groups';
  if (!groups) {
    return { check, verdict: 'unchecked', text: 'Microsoft Graph did not tell the groups of the account' };
  }
  const count = `in ${groups.length} security groups, nested ones included; a token lists up to ${GROUPS_IN_TOKEN}`;
  const beyond = isLegacy
    ? ': AKS asks Microsoft Graph for the rest with the server application, for which that needs the consent below'
    : ': AKS asks Microsoft Graph for the rest itself';
  return { check, verdict: 'ok', text: groups.length <= GROUPS_IN_TOKEN ? count : `${count}${beyond}` };
}

/** What the account may do, and by which bindings. */
export function bindingsFinding(access: ClusterAccess, patient: Patient, configuration: string): Finding {
  const check = 'bindings';
  const row = matrixOf(access).rows.find(({ user }) => user.name === userName(patient.account));
  const held = (row?.cells ?? []).flatMap(cellInWords);
  if (held.length > 0) {
    return { check, verdict: 'ok', text: held.join('; ') };
  }
  return patient.groups
    ? {
        check,
        verdict: 'wrong',
        text: `no binding of ${configuration} applies: after signing in, everything is forbidden`,
        fix: `add to 'access' in ${configuration}: { clusterRole: view, namespace: <namespace>, ${ownKey(patient)} }`,
      }
    : { check, verdict: 'unchecked', text: 'no binding names the account; its groups are not known' };
}

/** What is bound in this very place: cluster-wide bindings count in every namespace, but are told once. */
function cellInWords({ namespace, level, holds }: AccessCell): string[] {
  const own = holds.filter(({ binding }) => (binding.kind === 'RoleBinding') === (namespace !== undefined));
  const place = namespace === undefined ? 'in the whole cluster' : `in namespace '${namespace}'`;
  return own.length === 0
    ? []
    : [`${level} ${place}, by ${own.map(({ binding }) => describeBinding(binding)).join(' and ')}`];
}

function ownKey({ account: user }: Patient): string {
  if (!isUser(user)) {
    return `servicePrincipals: [${user.objectId}]`;
  }
  return user.userType === 'Guest'
    ? `guests: [${user.objectId}]`
    : `users: [${yamlWord(user.userPrincipalName)}]`;
}

/** A text in a list of YAML, in quotes where it could be taken for something else. */
function yamlWord(text: string): string {
  return /^[a-z][\w.@-]*$/i.test(text) ? text : JSON.stringify(text);
}
