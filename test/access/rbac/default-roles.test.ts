import { RbacAuthorizer } from '../../../access/rbac/authorizer';
import { defaultObjects, isDefaultBinding } from '../../../access/rbac/default-roles';
import { ClusterRole } from '../../../access/rbac/objects';
import { ALICE, boundToAlice, RBAC, request, rule } from './rights';

const names = (version?: string): string[] =>
  defaultObjects(version).clusterRoles.map(({ metadata }) => metadata.name);

describe('what every cluster has', () => {
  test.each(['1.33', '1.34', '1.35', '1.36', '1.37'])(
    '%s knows the roles that people and add-ons bind',
    (version) => {
      expect(names(version)).toEqual(
        expect.arrayContaining([
          ...['cluster-admin', 'admin', 'edit', 'view'],
          ...['system:auth-delegator', 'system:service-account-issuer-discovery', 'system:node-proxier'],
          'system:controller:job-controller',
        ]),
      );
      expect(
        defaultObjects(version).roles.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
      ).toContain('kube-system/extension-apiserver-authentication-reader');
    },
  );

  test('is that of the version, of the nearest that is known, and of the newest where none is given', () => {
    expect(defaultObjects('1.34.2')).toBe(defaultObjects('1.34'));
    expect(defaultObjects('1.29.0')).toBe(defaultObjects('1.33'));
    expect(defaultObjects('1.99')).toBe(defaultObjects());
    expect(defaultObjects()).toBe(defaultObjects('1.37'));
    expect(defaultObjects('1.33')).not.toEqual(defaultObjects('1.37'));
  });

  test('is told apart from what somebody has made', () => {
    const [binding] = defaultObjects().clusterRoleBindings;

    expect(isDefaultBinding(binding!)).toBe(true);
    expect(isDefaultBinding({ ...binding! })).toBe(false);
  });
});

describe('the default roles', () => {
  const can = (role: string, question: string, extra: ClusterRole[] = []): boolean => {
    const { roleBindings } = boundToAlice([], 'shop');
    const authorizer = new RbacAuthorizer({
      roles: [],
      clusterRoles: [...defaultObjects('1.33').clusterRoles, ...extra],
      roleBindings: [{ ...roleBindings[0]!, roleRef: { kind: 'ClusterRole', name: role } }],
      clusterRoleBindings: defaultObjects('1.33').clusterRoleBindings,
    });
    return authorizer.authorize(ALICE, request(question)) !== undefined;
  };

  test.each([
    ['view', 'list pods @shop', 'reads most objects in a namespace'],
    ['view', 'get pods/log web @shop', 'reads logs'],
    ['view', 'get namespaces shop @shop', 'reads its own namespace'],
    ['edit', 'list pods @shop', 'holds what view holds'],
    ['edit', 'delete deployments.apps web @shop', 'changes workloads'],
    ['edit', 'get secrets tls @shop', 'reads secrets'],
    ['edit', 'create pods/exec web @shop', 'opens shells'],
    ['edit', 'impersonate serviceaccounts ci @shop', 'acts as the service accounts of the namespace'],
    ['admin', 'get secrets tls @shop', 'holds what edit holds'],
    ['admin', 'create rolebindings.rbac.authorization.k8s.io @shop', 'hands out rights in the namespace'],
    ['cluster-admin', 'delete resourcequotas q @shop', 'bound in a namespace, holds everything in it'],
    ['none', 'get /version', 'signed in at all: discovers the API'],
    ['none', 'create selfsubjectaccessreviews.authorization.k8s.io', 'signed in at all: asks what it may'],
  ])('%s can %s: %s', (role, question) => {
    expect(can(role, question)).toBe(true);
  });

  test.each([
    ['view', 'get secrets tls @shop', 'secrets hold credentials of service accounts'],
    ['view', 'list roles.rbac.authorization.k8s.io @shop', 'no roles'],
    ['view', 'delete pods web @shop', 'reads only'],
    ['edit', 'create rolebindings.rbac.authorization.k8s.io @shop', 'no roles and no bindings'],
    ['edit', 'update endpoints web @shop', 'no endpoints since Kubernetes 1.22'],
    ['admin', 'update resourcequotas q @shop', 'no quota'],
    ['admin', 'delete namespaces shop @shop', 'not the namespace itself'],
    ['cluster-admin', 'list nodes', 'bound in a namespace, nothing outside of it'],
    ['none', 'get /metrics', 'nothing more'],
  ])('%s cannot %s: %s', (role, question) => {
    expect(can(role, question)).toBe(false);
  });

  test('a role labelled aggregate-to-view extends view, edit and admin', () => {
    const crontabs: ClusterRole = {
      kind: 'ClusterRole',
      metadata: { name: 'crontab-viewer', labels: { [`${RBAC}/aggregate-to-view`]: 'true' } },
      rules: [rule('get,list,watch stable.example.com/crontabs')],
    };

    const answers = ['view', 'edit', 'admin'].map((role) =>
      can(role, 'list crontabs.stable.example.com @shop', [crontabs]),
    );

    expect(answers).toEqual([true, true, true]);
  });
});
