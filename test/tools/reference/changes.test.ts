import { z } from 'zod';
import { configured } from '../../../tools/reference/change';
import { CHANGES } from '../../../tools/reference/changes';
import { cluster } from '../../../app/config/schema/cluster';

/** Keys that change nothing of the cluster. */
const WITHOUT_OUTCOME = [
  'security.unsafeAllow',
  'ignoreChanges',
  'nodePools[].ignoreChanges',
  'workloadIdentities[].createServiceAccount',
  // What becomes of these is rehearsed in adoption.test.ts.
  'existing',
  // Is there with CDK Terrain alone; npm run cdktn-project rehearses it.
  'automatic',
  'network.systemNodeSubnetId',
  'import',
  'importResourceGroup',
  'nodePools[].import',
  'identityRoles[].import',
];

type Schema = z.core.JSONSchema.JSONSchema;

/** Paths of all keys that hold no map, as `nodePools[].name`. */
function keysOf(schema: Schema, path = ''): string[] {
  const choices = schema.oneOf ?? schema.anyOf ?? [];
  if (choices.length > 0) {
    return [...new Set(choices.flatMap((choice) => keysOf(choice, path)))];
  }
  const items = schema.items as Schema | undefined;
  if (items?.properties) {
    return keysOf(items, `${path}[]`);
  }
  return schema.properties
    ? Object.entries(schema.properties).flatMap(([key, value]) =>
        keysOf(value as Schema, path === '' ? key : `${path}.${key}`),
      )
    : [path];
}

test('every key of the cluster has a change that is rehearsed', () => {
  const keys = keysOf(z.toJSONSchema(cluster, { io: 'input' }));
  const isRehearsed = (key: string): boolean =>
    CHANGES.some((change) => key === change.key || key.startsWith(`${change.key}.`));

  expect(keys.length).toBeGreaterThan(80);
  expect(keys.filter((key) => !isRehearsed(key) && !WITHOUT_OUTCOME.includes(key))).toEqual([]);
});

test('a change is made in the configuration that it begins with', () => {
  const change = { key: 'nodePools[].spot.maxPrice', from: 0.5, beside: { 'nodePools[].name': 'apps' } };

  expect(configured({ name: 'aks' }, change, 'from')).toEqual({
    name: 'aks',
    nodePools: [{ name: 'apps', spot: { maxPrice: 0.5 } }],
  });
  expect(configured({ name: 'aks' }, change, 'to')).toEqual({ name: 'aks', nodePools: [{ name: 'apps' }] });
});
