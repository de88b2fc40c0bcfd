import { begunLike, MINIMAL, problemsInCluster as problems, problemsOf } from '../config-file';

const SUBSCRIPTION = '894656e1-39f8-4bfe-b16a-510f61af6f41';
const PROVIDERS = `/subscriptions/${SUBSCRIPTION}/resourceGroups/g/providers`;
const SUBNET = `${PROVIDERS}/Microsoft.Network/virtualNetworks/net/subnets/nodes`;
const ZONE = `${PROVIDERS}/Microsoft.Network/privateDnsZones/privatelink.eastus.azmk8s.io`;
const REGISTRY = `${PROVIDERS}/Microsoft.ContainerRegistry/registries/contoso`;
const IDENTITY = `identity: { userAssignedIdentityId: ${PROVIDERS}/Microsoft.ManagedIdentity/userAssignedIdentities/aks }`;
const IDENTITY_ID = `${PROVIDERS}/Microsoft.ManagedIdentity/userAssignedIdentities/nodes`;
const UUID = '894656e1-39f8-4bfe-b16a-510f61af6f41';

test.each<[bad: string, problem: string, good: string[]]>([
  [
    `identityRoles: [{ role: AcrPull, resourceId: ${SUBNET} }]`,
    'identityRoles[0].resourceId: is not of what AcrPull is for: use the resource ID of a container registry',
    [`identityRoles: [{ role: AcrPull, resourceId: ${REGISTRY} }]`],
  ],
  [
    `identityRoles: [{ role: PrivateDnsZoneContributor, resourceId: ${SUBNET} }]`,
    'identityRoles[0].resourceId: is not of what PrivateDnsZoneContributor is for',
    [`identityRoles: [{ role: PrivateDnsZoneContributor, resourceId: ${ZONE} }]`],
  ],
  [
    `identityRoles: [{ role: AcrPull, resourceId: ${REGISTRY} }, { role: AcrPull, resourceId: ${REGISTRY} }]`,
    'identityRoles[1]: is the same role on the same resource as identityRoles[0]: remove one of the two',
    [`identityRoles: [{ role: NetworkContributor, resourceId: ${SUBNET} }]`],
  ],
  [
    `kubeletIdentity: { userAssignedIdentityId: ${IDENTITY_ID}, clientId: ${UUID}, objectId: ${UUID} }`,
    'kubeletIdentity: needs cluster.identity.userAssignedIdentityId',
    [
      `kubeletIdentity: { userAssignedIdentityId: ${IDENTITY_ID}, clientId: ${UUID}, objectId: ${UUID} }`,
      IDENTITY,
    ],
  ],
])('%s is refused at its place', (bad, problem, good) => {
  expect(begunLike([problem], problems(bad))).toEqual([problem]);
  expect(problems(...good)).toEqual([]);
});

describe('an identity of another subscription', () => {
  const OTHER = '11111111-2222-4333-8444-555555555555';
  const granted = (
    role: string,
    resource: string,
    subscription: string,
    identity = `  ${IDENTITY}\n`,
  ): string[] =>
    problemsOf(
      `azure: { subscriptionId: ${subscription} }\n${MINIMAL}${identity}  identityRoles: [{ role: ${role}, resourceId: ${resource} }]\n`,
    );

  test('is not looked up, so it gets no role on a network', () => {
    expect(granted('NetworkContributor', SUBNET, OTHER)).toEqual([
      expect.stringMatching(
        /^aks\.yaml:10:27 cluster\.identityRoles\[0\]\.role: needs the object ID of cluster\.identity, which is in another subscription than azure\.subscriptionId/,
      ),
    ]);
  });

  test.each<[what: string, ...granted: Parameters<typeof granted>]>([
    ['a role of the nodes', 'AcrPull', REGISTRY, OTHER],
    ['a role in the same subscription', 'NetworkContributor', SUBNET, SUBSCRIPTION.toUpperCase()],
    ['a role of an identity that AKS makes', 'NetworkContributor', SUBNET, OTHER, ''],
  ])('does not keep %s from being assigned', (_, ...entry) => {
    expect(granted(...entry)).toEqual([]);
  });

  test('is not known to be one where no subscription is named', () => {
    expect(
      problems(IDENTITY, `identityRoles: [{ role: NetworkContributor, resourceId: ${SUBNET} }]`),
    ).toEqual([]);
  });
});

test('one role twice on one resource is found in whatever case its ID is', () => {
  const roles = (second: string): string =>
    `identityRoles: [{ role: AcrPull, resourceId: ${REGISTRY} }, { role: ${second} }]`;

  expect(problems(roles(`AcrPull, resourceId: ${REGISTRY.replace('contoso', 'Contoso')}`))).toEqual([
    expect.stringMatching(/^identityRoles\[1\]: is the same role on the same resource as identityRoles\[0\]/),
  ]);
  expect(problems(roles(`AcrPull, resourceId: ${REGISTRY}2`))).toEqual([]);
});

test.each(['workloadIdentity: false', 'oidcIssuer: false', 'oidcIssuer: false, workloadIdentity: true'])(
  'workload identities need workload identity: %s',
  (off) => {
    const accounts = 'workloadIdentities: [{ namespace: shop, serviceAccount: web }]';

    expect(problems(accounts, `security: { ${off} }`)).toEqual([
      expect.stringMatching(/^workloadIdentities: need workload identity: remove security\.oidcIssuer false/),
    ]);
    expect(problems(accounts, 'security: { oidcIssuer: true, workloadIdentity: true }')).toEqual([]);
    expect(problems(accounts)).toEqual([]);
    expect(problems(`security: { ${off} }`)).toEqual([]);
  },
);
