import { loadTenant } from '../../access/directory/load-tenant';
import { isDefaultBinding } from '../../access/rbac/default-roles';
import { identitiesOf } from '../../access/identities';
import { matrixOf } from '../../access/matrix';
import { accessOf, LITERAL } from './configurations';

const ID = '894656E1-39F8-4BFE-B16A-510F61AF6F41';

test.each([
  ['with a tenant file', loadTenant()],
  ['without one', undefined],
])('an object ID in upper case grants nothing, and a warning says so: %s', (_, tenant) => {
  const { access } = accessOf(
    `${LITERAL}access: [{ name: x, clusterRole: view, subjects: [{ kind: Group, name: ${ID} }] }]\n`,
    tenant,
  );
  const own = access.bindings.filter((binding) => !isDefaultBinding(binding));
  expect(own.flatMap(({ subjects }) => subjects.map(({ name }) => name))).toContain(ID);

  expect(identitiesOf(access).map(({ name }) => name)).not.toContain(ID);
  expect(matrixOf(access).warnings.filter((warning) => warning.includes(ID))).toEqual([
    expect.stringContaining(
      `which grants nothing: object IDs in tokens are in lower case, and Kubernetes compares with case: write '${ID.toLowerCase()}'`,
    ),
  ]);
});
