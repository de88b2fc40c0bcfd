import { defaultObjects, isDefaultBinding } from '../../../access/rbac/default-roles';

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
