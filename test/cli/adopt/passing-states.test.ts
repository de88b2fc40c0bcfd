import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adoptedCluster } from '../../../cli/adopt/adopted-cluster';
import { clustersIn } from '../../../cli/adopt/azure-documents';

type Json = Record<string, unknown>;

const PLAIN = JSON.parse(readFileSync(join(__dirname, 'documents', 'plain.json'), 'utf8')) as Json & {
  agentPoolProfiles: Json[];
};

/** What is said of the state of a cluster with a further pool, in front of all else. */
function told(cluster: Json, pool: Json = {}): string[] {
  const more = { ...PLAIN.agentPoolProfiles[0], name: 'more', mode: 'User', ...pool };
  const document = { ...PLAIN, ...cluster, agentPoolProfiles: [...PLAIN.agentPoolProfiles, more] };
  return adoptedCluster(clustersIn(JSON.stringify(document), 'document')[0]!)
    .notes.map(({ property }) => property)
    .filter((property) => /provisioningState|powerState/.test(property));
}

test.each([
  [
    'a cluster that is being deleted',
    { provisioningState: 'Deleting' },
    {},
    /^document: cluster 'plain' is being deleted, .* or leave/,
  ],
  [
    'a pool that is being deleted',
    {},
    { provisioningState: 'Deleting' },
    /^document: node pool more is being deleted, /,
  ],
  [
    'a cluster that is being created',
    { provisioningState: 'Creating' },
    {},
    /^document: cluster 'plain' is still being created/,
  ],
])('%s is refused', (_, cluster, pool, message) => {
  expect(() => told(cluster, pool)).toThrow(message);
});

test('what has failed, goes on or is stopped is told', () => {
  const stopped = { powerState: { code: 'Stopped' } };

  expect(told({})).toEqual([]);
  expect(told({ provisioningState: 'Failed' }, { provisioningState: 'Scaling' })).toEqual([
    "provisioningState 'Failed'",
    "node pool more: provisioningState 'Scaling'",
  ]);
  expect(told({}, stopped)).toEqual(["node pool more: powerState 'Stopped'"]);
  expect(told(stopped, stopped)).toEqual(["powerState 'Stopped'"]);
});

test.each(['nextLink', '@odata.nextLink'])('one page of a list, with %s, is refused', (key) => {
  const page = { value: [PLAIN], [key]: 'https://management.azure.com/subscriptions?$skiptoken=1' };

  expect(() => clustersIn(JSON.stringify(page), 'document')).toThrow(
    `document: this is one page of a list, whose '${key}' leads to more`,
  );
  expect(clustersIn(JSON.stringify({ ...page, [key]: null }), 'document')).toHaveLength(1);
});
