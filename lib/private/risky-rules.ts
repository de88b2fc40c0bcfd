import { PolicyRule } from './policy-rules';

/** One way in which a rule gives away more than it seems to. */
interface Risk {
  readonly id: string;

  /** Behind "allows to". */
  readonly what: string;

  /** Any of these verbs. */
  readonly verbs: readonly string[];

  /** Any of these resources; `<API group>/<resource>`, with the subresource behind another slash. */
  readonly resources: readonly string[];

  /** Whether it is a risk in one namespace, too. */
  readonly inNamespace: boolean;
}

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'update', 'patch'];
const RBAC = 'rbac.authorization.k8s.io';

// "Role Based Access Control Good Practices", https://kubernetes.io/docs/concepts/security/rbac-good-practices/
const RISKS: readonly Risk[] = [
  {
    id: 'role-escalate',
    what: 'hand out rights that its holder does not have',
    verbs: ['escalate', 'bind'],
    resources: [`${RBAC}/roles`, `${RBAC}/clusterroles`],
    inNamespace: true,
  },
  {
    id: 'role-impersonate',
    what: 'act as somebody else',
    verbs: ['impersonate'],
    resources: ['/users', '/groups', '/serviceaccounts', 'authentication.k8s.io/userextras'],
    inNamespace: true,
  },
  {
    id: 'role-secrets',
    what: 'read the secrets of every namespace',
    verbs: READ,
    resources: ['/secrets'],
    inNamespace: false,
  },
  {
    id: 'role-create-pods',
    what: 'run pods, and with them to use every secret and service account of the namespace',
    verbs: ['create'],
    resources: ['/pods'],
    inNamespace: true,
  },
  {
    id: 'role-pods-exec',
    what: 'run commands in pods of others',
    verbs: ['create', 'get'],
    resources: ['/pods/exec', '/pods/attach'],
    inNamespace: true,
  },
  {
    id: 'role-nodes-proxy',
    what: 'run commands in every pod past admission and audit',
    verbs: [...READ, ...WRITE],
    resources: ['/nodes/proxy'],
    inNamespace: false,
  },
  {
    id: 'role-service-account-token',
    what: 'sign in as service accounts',
    verbs: ['create'],
    resources: ['/serviceaccounts/token'],
    inNamespace: true,
  },
  {
    id: 'role-persistent-volumes',
    what: 'mount folders of the nodes',
    verbs: ['create'],
    resources: ['/persistentvolumes'],
    inNamespace: false,
  },
  {
    id: 'role-webhooks',
    what: 'read and change whatever is sent to the API server',
    verbs: WRITE,
    resources: [
      'admissionregistration.k8s.io/mutatingwebhookconfigurations',
      'admissionregistration.k8s.io/validatingwebhookconfigurations',
    ],
    inNamespace: false,
  },
  {
    id: 'role-certificates',
    what: 'issue client certificates for anybody',
    verbs: ['update', 'patch', 'approve'],
    resources: ['certificates.k8s.io/certificatesigningrequests/approval', 'certificates.k8s.io/signers'],
    inNamespace: false,
  },
];

/** What is risky about a rule: the ID of the warning and what the rule allows to do. */
export function risksOf(
  rule: PolicyRule,
  isNamespaced: boolean,
): { readonly id: string; readonly what: string }[] {
  const wildcards = wildcardsOf(rule);
  if (wildcards.length > 0) {
    return [
      {
        id: 'role-wildcard',
        what: `do more with every version of Kubernetes: '*' in ${wildcards.join(', ')}`,
      },
    ];
  }

  return RISKS.filter((risk) => isRisk(rule, risk, isNamespaced)).map(({ id, what }) => ({ id, what }));
}

function wildcardsOf({ verbs, apiGroups, resources, nonResourceUrls }: PolicyRule): string[] {
  const lists = { verbs, apiGroups, resources, nonResourceUrls };
  return Object.entries(lists).flatMap(([name, list]) => (list?.includes('*') ? [name] : []));
}

function isRisk(rule: PolicyRule, risk: Risk, isNamespaced: boolean): boolean {
  if (isNamespaced && !risk.inNamespace) {
    return false;
  }
  // Only the named secrets, and so on: somebody has thought about it.
  if (rule.resourceNames?.length) {
    return false;
  }

  const { verbs, apiGroups = [], resources = [] } = rule;
  const named = apiGroups.flatMap((group) => resources.map((resource) => `${group}/${resource}`));
  return (
    risk.verbs.some((verb) => verbs.includes(verb)) &&
    risk.resources.some((resource) => named.includes(resource))
  );
}
