import { crowdedIdentities } from '../../../cli/workspaces/crowded-identities';
import { DesiredWorkspace } from '../../../cli/workspaces/desired-workspaces';

const ONE = '33333333-2222-3333-4444-555555555555';
const OTHER = '44444444-2222-3333-4444-555555555555';

function workspaces(count: number, clientId?: string): DesiredWorkspace[] {
  return Array.from({ length: count }, (_, i) => ({
    stack: `cluster-${i}`,
    name: `aks-${i}`,
    tags: [],
    settings: {},
    usesAgent: false,
    variables: { ...(clientId && { TFC_AZURE_RUN_CLIENT_ID: clientId }) },
    consumers: [],
    triggeredBy: [],
  }));
}

test('an identity that runs of more than ten workspaces sign in as is named, with the fix', () => {
  expect(crowdedIdentities(workspaces(11, ONE))).toEqual([
    expect.stringMatching(
      /^33333333-\S+ would need 22 federated credentials, two for each workspace, and Azure AD takes 20: .*--client-id <stack>=<UUID>/,
    ),
  ]);
});

test('ten workspaces fit, runs on machines of one’s own need none, and others are counted by themselves', () => {
  expect(crowdedIdentities(workspaces(10, ONE))).toEqual([]);
  expect(crowdedIdentities(workspaces(30))).toEqual([]);
  expect(crowdedIdentities([...workspaces(10, ONE), ...workspaces(10, OTHER)])).toEqual([]);
});
