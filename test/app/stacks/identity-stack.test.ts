import { Testing } from 'cdktf';
import { AccessStack } from '../../../app/stacks/access-stack';
import { ClusterStack } from '../../../app/stacks/cluster-stack';
import { IdentityStack } from '../../../app/stacks/identity-stack';
import { LEGACY, load, MINIMAL } from '../config/config-file';

interface Synthesized {
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
  readonly provider: Record<string, Record<string, unknown>[]>;
}

const ALICE = 'a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01';

/** What Terraform leaves alone of the administrators' group. */
function ignoredOf(adminGroup: string): unknown {
  const config = load(
    MINIMAL.replace('  azureRbac: true', `  adminGroup: { displayName: admins, ${adminGroup} }`),
  );
  const stack = new IdentityStack(Testing.app(), 'identity', config);
  const { resource } = JSON.parse(Testing.synth(stack, true)) as Synthesized;

  return Object.values(resource.azuread_group!)[0]!.lifecycle;
}

test.each([
  ['', ['owners', 'members', 'prevent_duplicate_names']],
  [`owners: [${ALICE}]`, ['members', 'prevent_duplicate_names']],
  [`members: [${ALICE}]`, ['owners', 'prevent_duplicate_names']],
  [`owners: [${ALICE}], members: [${ALICE}]`, ['prevent_duplicate_names']],
])(
  "of the administrators' group with { %s }, what the configuration does not list is left alone",
  (lists, ignored) => {
    expect(ignoredOf(lists)).toEqual({ ignore_changes: ignored });
  },
);

test.each([
  ['managed', MINIMAL, { resource_provider_registrations: 'none' }],
  ['legacy', LEGACY, { skip_provider_registration: true }],
])('with %s Azure AD, whoever only binds registers no resource providers', (_, content, expected) => {
  const config = load(content);
  const app = Testing.app();
  const cluster = new ClusterStack(app, 'cluster', config, new IdentityStack(app, 'identity', config));
  const [ofCluster, ofAccess] = [cluster, new AccessStack(app, 'access', config, cluster)].map((stack) => {
    const { provider } = JSON.parse(Testing.synth(stack, true)) as Synthesized;
    return Object.entries(provider.azurerm![0]!).filter(([name]) => name.includes('registration'));
  });

  expect(Object.fromEntries(ofAccess!)).toEqual(expected);
  expect(ofCluster).toEqual([]);
});
