import { MINIMAL, problemsInCluster as problems, problemsOf } from '../config-file';

const WORKSPACE =
  '/subscriptions/894656e1-39f8-4bfe-b16a-510f61af6f41/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w';

/** A key as a public key file has it. */
const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f ops';

test('tags that Azure would take for one another are refused', () => {
  expect(problems('tags: { Team: web, team: shop }')).toEqual([
    "tags: 'Team' and 'team' differ in case only, which Azure does not see: keep one",
  ]);
  expect(problems('tags: { Team: web, teams: shop }')).toEqual([]);
});

describe('the administrator of the nodes', () => {
  test('has a name that Azure takes', () => {
    expect(problems(`nodeAccess: { sshPublicKey: ${KEY}, adminUsername: root }`)).toEqual([
      "nodeAccess.adminUsername: 'root' is a name that Azure does not take: use another, such as 'azureuser'",
    ]);
    expect(problems(`nodeAccess: { sshPublicKey: ${KEY}, adminUsername: ops }`)).toEqual([]);
  });

  test.each(['ssh-ed25519 AAAA', 'ssh-rsa AAAA', KEY.replace('ssh-ed25519', 'ssh-rsa')])(
    'has a key and not only its form: %s',
    (key) => {
      expect(problems(`nodeAccess: { sshPublicKey: ${key} }`)).toEqual([
        "nodeAccess.sshPublicKey: is not a public key: what follows its type is not a key: copy the whole line of the '.pub' file",
      ]);
    },
  );

  test('is told once about a key of another form', () => {
    expect(problems('nodeAccess: { sshPublicKey: restrict ssh-rsa AAAA }')).toEqual([
      expect.stringContaining('use the one line of a public key file'),
    ]);
  });
});

describe('the resource group that AKS makes for the nodes', () => {
  test('is not that of the cluster', () => {
    expect(problems('nodeResourceGroup: MYRESOURCEGROUP')).toEqual([
      'nodeResourceGroup: is the group of the cluster, and AKS makes one of its own: use another name',
    ]);
  });

  // MC_<group>_myAKSCluster_eastus2
  const inGroup = (length: number, ...lines: string[]): string[] =>
    problemsOf(
      MINIMAL.replace('myResourceGroup', 'g'.repeat(length)).replace('eastus', 'East US 2') +
        lines.map((line) => `  ${line}\n`).join(''),
    );

  test('has a name that is not too long', () => {
    expect(inGroup(56)).toEqual([]);
    expect(inGroup(57)).toEqual([
      `aks.yaml:6:22 cluster.resourceGroupName: makes a resource group of the nodes called 'MC_${'g'.repeat(57)}_myAKSCluster_eastus2', which has 81 characters, and AKS takes 80: set cluster.nodeResourceGroup`,
    ]);
  });

  test('may have a name of its own', () => {
    expect(inGroup(57, 'nodeResourceGroup: nodes')).toEqual([]);
  });
});

/** The rules between keys pass over what the schema refuses, so it is told once and by the form that it should have. */
test.each([
  'network: { serviceCidr: 7, dnsServiceIp: 10.0.0.10 }',
  'network: { dualStack: true, podIpv6Cidr: 7 }',
  'network: { outbound: { type: loadBalancer, allocatedPorts: "9" } }',
  'tags: [team]',
  `nodeAccess: { sshPublicKey: ${KEY}, adminUsername: 7 }`,
  'nodeAccess: { sshPublicKey: 7 }',
  'nodeResourceGroup: 7',
  'security: { customCaCertificates: [7] }',
  'upgrades: { window: { type: weekly, day: Monday, startTime: "02:00", durationHours: 4, notAllowed: [{ start: tomorrow, end: 2026-03-01 }] } }',
  'upgrades: { window: { type: weekly, day: Monday, startTime: "02:00", durationHours: 4, notAllowed: [{ start: 2026-03-010, end: 2026-03-02 }] } }',
  'upgrades: { window: { type: weekly, day: Monday, startTime: "02:00", durationHours: 4, notAllowed: [{ start: 12026-03-01, end: 2026-03-02 }] } }',
  'upgrades: { window: { type: weekly, day: Monday, startTime: "02:00", durationHours: 4, notAllowed: [{ start: 7, end: 2026-03-02 }] } }',
  'httpProxy: { http: "http://proxy/", noProxy: [7] }',
  'httpProxy: { http: "http://proxy/", trustedCa: 7 }',
  'identity: { userAssignedIdentityId: 7 }',
  'identityRoles: [{ role: 7, resourceId: /subscriptions/894656e1-39f8-4bfe-b16a-510f61af6f41/resourceGroups/g/providers/Microsoft.Network/routeTables/t }]',
  'identityRoles: [{ role: Owner, resourceId: /subscriptions/894656e1-39f8-4bfe-b16a-510f61af6f41/resourceGroups/g/providers/Microsoft.Network/routeTables/t }]',
  'identityRoles: [{ role: AcrPull, resourceId: 7 }]',
  'nodePools: [{ name: apps, os: 7 }]',
  'nodePools: [{ name: apps, minCount: 2000, maxCount: 5 }]',
  'network: { outbound: { type: loadBalancer, allocatedPorts: -1 } }',
  'defaultNodePool: { linuxOs: { sysctls: { vm.swappiness: -1 } } }',
  'defaultNodePool: { linuxOs: { sysctls: { net.ipv4.ip_local_port_range: {} } } }',
  'addOns: { serviceMesh: { revisions: "" } }',
  'apiServer: { authorizedIpRanges: [] }',
  `monitoring: { logAnalyticsWorkspaceId: ${WORKSPACE}, logCategories: [kube-audits] }`,
])('%s is one problem', (line) => {
  expect(problems(line)).toHaveLength(1);
});

test.each(['name', 'resourceGroupName', 'location'])('%s of another kind is one problem, too', (key) => {
  expect(problemsOf(MINIMAL.replace(new RegExp(`  ${key}: .*`), `  ${key}: 7`))).toEqual([
    expect.stringContaining(`cluster.${key}: 7 is read as a number`),
  ]);
});
