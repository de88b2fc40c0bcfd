import { ClusterAccess } from '../../../access/cluster-access';
import { UserInfo } from '../../../access/rbac/authorizer';
import { DEFAULT_NAMESPACES, defaultObjects } from '../../../access/rbac/default-roles';
import {
  AUTHENTICATED,
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  RoleBinding,
  Subject,
} from '../../../access/rbac/objects';
import { Ways } from '../../../access/ways/ways';

/** Rights of which some lead up and some do not. */
const RULES: readonly PolicyRule[] = [
  {
    verbs: ['get', 'list', 'watch'],
    apiGroups: ['', 'apps'],
    resources: ['pods', 'services', 'deployments'],
  },
  { verbs: ['create', 'patch'], apiGroups: ['apps'], resources: ['deployments'] },
  { verbs: ['create'], apiGroups: [''], resources: ['pods/exec'] },
  { verbs: ['get'], apiGroups: [''], resources: ['secrets'], resourceNames: ['web'] },
  { verbs: ['create'], apiGroups: [''], resources: ['serviceaccounts/token'] },
  { verbs: ['update'], apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles', 'rolebindings'] },
  {
    verbs: ['bind'],
    apiGroups: ['rbac.authorization.k8s.io'],
    resources: ['clusterroles'],
    resourceNames: ['view'],
  },
  { verbs: ['*'], apiGroups: ['example.com'], resources: ['*'] },
];

/** A cluster: every role is bound in every namespace, and each binding has its share of the subjects. */
function clusterOf(subjects: number, namespaces: number, roles: number): [ClusterAccess, UserInfo[]] {
  const users = Array.from({ length: subjects }, (_, i): UserInfo => ({
    name: `user-${i}@contoso.com`,
    groups: [`group-${i % 50}`, AUTHENTICATED],
  }));
  const names = Array.from({ length: namespaces }, (_, i) => `team-${i}`);
  const clusterRoles = Array.from({ length: roles }, (_, i): ClusterRole => ({
    kind: 'ClusterRole',
    metadata: { name: `role-${i}` },
    rules: RULES.filter((_rule, at) => (i >> (at % 6)) % 2 === 0 || at === i % RULES.length),
  }));
  const share = Math.max(1, Math.round(subjects / roles));
  const roleBindings = names.flatMap((namespace, n) =>
    clusterRoles.map(({ metadata: { name } }, r): RoleBinding => ({
      kind: 'RoleBinding',
      metadata: { name, namespace },
      roleRef: { kind: 'ClusterRole', name },
      subjects: [
        ...Array.from({ length: share }, (_, i): Subject => ({
          kind: 'User',
          name: users[(r * share + i + n) % subjects]!.name,
        })),
        ...(r % 10 === 0 ? [{ kind: 'ServiceAccount', name: `account-${r}`, namespace }] : []),
      ],
    })),
  );
  const clusterRoleBindings = clusterRoles
    .slice(0, 5)
    .map(({ metadata: { name } }, r): ClusterRoleBinding => ({
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { kind: 'ClusterRole', name },
      subjects: [
        { kind: 'Group', name: `group-${r}` },
        { kind: 'ServiceAccount', name: 'account-0', namespace: `team-${r}` },
      ],
    }));

  const defaults = defaultObjects();
  const access = new ClusterAccess({
    clusterName: 'bench',
    directory: { users: [], groups: [], servicePrincipals: [] },
    objects: {
      roles: defaults.roles,
      clusterRoles: [...defaults.clusterRoles, ...clusterRoles],
      roleBindings: [...defaults.roleBindings, ...roleBindings],
      clusterRoleBindings: [...defaults.clusterRoleBindings, ...clusterRoleBindings],
    },
    namespaces: [...DEFAULT_NAMESPACES, ...names],
  });
  return [access, users];
}

const sizes = (process.env.WAYS_OF ?? '').split(',').filter(Boolean).map(Number);
const [subjects = 1000, namespaces = 100, roles = 50] = sizes;
const [access, users] = clusterOf(subjects, namespaces, roles);

const before = process.cpuUsage();
const ways = new Ways(access, users);
const told = users.flatMap((user) => ways.of(user));
const { user, system } = process.cpuUsage(before);

console.log(JSON.stringify({ milliseconds: (user + system) / 1000, ways: told.length }));
