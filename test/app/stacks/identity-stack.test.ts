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

describe('who deploys', () => {
  const synthesized = (content: string): Synthesized & { readonly check?: unknown } =>
    JSON.parse(
      Testing.synth(new IdentityStack(Testing.app(), 'identity', load(content)), true),
    ) as Synthesized;
  const named = (more = '', adminGroup = ''): string =>
    `${MINIMAL.replace('  azureRbac: true', `  adminGroup: { displayName: admins${adminGroup} }`)}deployers: { users: [bob@contoso.com], guests: [carol@fabrikam.com], servicePrincipals: [ci, ${ALICE}] }\n${more}`;
  const groupOf = (content: string): Record<string, unknown> =>
    Object.values(synthesized(content).resource.azuread_group!)[0]!;

  test('are members and owners of the group, which has nobody else, and none of it is left alone', () => {
    const { members, owners, lifecycle } = groupOf(named());

    expect(members).toEqual([
      expect.stringMatching(/^\$\{data\.azuread_user\./),
      expect.stringMatching(/^\$\{data\.azuread_user\./),
      expect.stringMatching(/^\$\{data\.azuread_service_principal\./),
      ALICE,
    ]);
    expect(owners).toEqual(members);
    expect(lifecycle).toEqual({ ignore_changes: ['prevent_duplicate_names'] });
  });

  test('come beside members that are written, each once, and not among owners that are', () => {
    const { members, owners } = groupOf(named('', `, owners: [${ALICE}], members: [${ALICE}]`));

    expect(members).toHaveLength(4);
    expect(owners).toEqual([ALICE]);
  });

  test('own the applications of the legacy integration', () => {
    const { resource } = synthesized(`${LEGACY}deployers: { servicePrincipals: [${ALICE}] }\n`);
    const applications = Object.values(resource.azuread_application!);

    expect(applications.map(({ owners }) => owners)).toEqual([[ALICE], [ALICE]]);
  });

  test('are looked up for the group also where users are bound as they are written', () => {
    expect(groupOf(named('directory: { lookUpUsers: false }')).members).toHaveLength(4);
  });

  test.each([
    ['', true],
    ['silence: [deployer-left-out]\n', false],
    ['kubernetes: { credentials: admin }\n', false],
  ])('the plan checks whether whoever runs it is a member: with { %s }', (more, isChecked) => {
    const content = named(more).replace(
      'location: eastus',
      'location: eastus\n  security: { localAccounts: true }',
    );

    expect('check' in synthesized(content)).toBe(isChecked);
  });
});
