import { RbacRule } from '../rbac-rule';
import { API_RESOURCES } from '../shared/api-resources';
import { API_VERBS, specialVerbsOf } from '../shared/api-verbs';
import { OBJECT_NAME } from '../shared/kubernetes-names';
import { isLiteral } from './guards';

/** Their names are those of accounts. */
const ACCOUNTS = ['users', 'groups', 'uids'];

const SIGNERS = 'signers';

/** Their names have slashes and asterisks of their own. */
const OTHER_NAMES = ['userextras', SIGNERS];

/** Built-in types that take names in other letters than most: seen with an API server, and colons in addresses. */
const FREE_NAMES = [
  'apiservices',
  'certificatesigningrequests',
  'clusterrolebindings',
  'clusterroles',
  'clustertrustbundles',
  'events',
  'ipaddresses',
  'poddisruptionbudgets',
  'podcertificaterequests',
  'rolebindings',
  'roles',
];

/** A domain and a path, or an asterisk for all of its paths. */
const SIGNER = /^[^/*]+\/(\*|[^*]+)$/;

/** The way to a Service, Pod or Node, where a request names scheme and port, too: `https:dashboard:`, `web-0:8080`. */
const PROXY = '/proxy';

/** Why a name of an object matches nothing. Of verbs of their own, others decide what a name is. */
export function deadName(
  name: string,
  { resources = [], verbs }: RbacRule,
  namespace: string | undefined,
): string | undefined {
  const types = resources.map((one) => (isLiteral(one) ? one.split(/[./]/)[0]! : '*'));
  const problem = (why: string): string => `resourceName '${name}' matches nothing, as ${why}`;
  if (
    types.every((type) => type === SIGNERS) &&
    verbs.every((verb) => specialVerbsOf(SIGNERS).includes(verb))
  ) {
    return SIGNER.test(name)
      ? undefined
      : problem(
          "signers are called as 'kubernetes.io/kubelet-serving', and all of a domain 'kubernetes.io/*'",
        );
  }
  if (types.some((type) => type === '*' || OTHER_NAMES.includes(type)) || verbs.includes('use')) {
    return undefined;
  }
  if (name.includes('*')) {
    return problem("it is no pattern: name each object, or leave out 'resourceNames' for all");
  }
  if (types.some((type) => ACCOUNTS.includes(type))) {
    return undefined;
  }
  if (name.includes('/')) {
    return problem(`names have no '/': use '${name.slice(name.lastIndexOf('/') + 1)}'`);
  }
  if (types.every((type) => type === 'namespaces') && isLiteral(namespace) && name !== namespace) {
    return problem(`a role of namespace '${namespace}' is about that one alone: use '${namespace}'`);
  }
  const isOfDns =
    types.every((type) => isBuiltIn(type) && !FREE_NAMES.includes(type)) &&
    !resources.some((one) => one.endsWith(PROXY));
  if (
    !isOfDns ||
    OBJECT_NAME.test(name) ||
    !verbs.every((verb) => verb === '*' || API_VERBS.includes(verb))
  ) {
    return undefined;
  }
  const plain = name.trim().toLowerCase();
  return OBJECT_NAME.test(plain)
    ? problem(`names are compared letter by letter and in lower case: use '${plain}'`)
    : problem(
        'no object can be called so: use up to 253 lowercase letters, digits, hyphens and periods, a letter or digit at both ends and around periods',
      );
}

function isBuiltIn(type: string): boolean {
  return API_RESOURCES.some(({ resource }) => resource === type);
}
