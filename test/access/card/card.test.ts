import { blocksInHtml, blocksInMarkdown, blocksInText } from '../../../access/card/blocks';
import { cardOf } from '../../../access/card/card';
import { configuredAccess } from '../../../access/configured/configured-access';
import { loadTenant } from '../../../access/directory/load-tenant';
import { Tenant } from '../../../access/directory/tenant';
import { appOf } from '../configurations';

const ERIN = 'e5f6a7b8-90c4-47aa-b5f2-5ce98f219e05';
const APP = appOf(`aad:
  azureRbac: true
  adminGroup:
    displayName: shop-admins
    members: [a1b2c3d4-52c5-4d6c-9d0e-1f0e8f3a7b01]
    eligible: { members: [${ERIN}], activation: { approvers: { groups: [9e3f2d9c-9c2a-4e2f-9b5d-2eac4f608b32] } } }
azure: { subscriptionId: 8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8 }
cluster: { name: shop, resourceGroupName: my(group), location: eastus, apiServer: { authorizedIpRanges: [203.0.113.0/24] } }
namespaces: [{ name: shop }]
roles: [{ name: restarter, rules: [{ verbs: [patch], resources: [deployments] }] }]
access:
  - { clusterRole: edit, namespace: shop, groups: [shop-developers] }
  - { clusterRole: restarter, namespace: shop, users: [erin@contoso.com], grantClusterUser: false }
  - { role: of-others, namespace: shop, users: [Dana.Lee@contoso.com] }
azureRoles:
  - { role: RbacAdmin, namespace: shop, eligible: { groups: [on-call] } }
`);

function told(name: string, tenant: Tenant | undefined = loadTenant()): string {
  const configured = configuredAccess(APP, tenant);
  const tenantId = tenant?.tenantId;

  return blocksInText(
    cardOf(name, [{ config: APP.config, configured, ...(tenantId && { tenantId }) }]).blocks,
  );
}

test('somebody who has only an Azure role that gives no right in the cluster is told which', () => {
  const app = appOf(`aad: { mode: managed, adminGroupObjectIds: [${ERIN}] }
cluster: { name: shop, resourceGroupName: rg, location: eastus }
azureRoles: [{ role: ClusterUser, users: [alice@contoso.com] }]
`);
  for (const tenant of [undefined, loadTenant()]) {
    const { blocks, isKnown } = cardOf('alice@contoso.com', [
      { config: app.config, configured: configuredAccess(app, tenant) },
    ]);

    expect(blocksInText(blocks)).toContain(
      'gives none in the cluster (Azure Kubernetes Service Cluster User Role).',
    );
    expect(isKnown).toBe(true);
  }
});

test('a cluster administrator: everything, and how to sign in, command by command', () => {
  const text = told('alice@contoso.com');

  expect(text).toMatch(/^Access of alice@contoso\.com\n=+\n/);
  expect(text).toContain(
    '- In the whole cluster you can do everything (cluster-admin), as a member of shop-admins.\n',
  );
  expect(text).toContain(
    [
      '  az login --tenant 72f988bf-0000-0000-0000-2d7cd011db47',
      "  az aks get-credentials --resource-group 'my(group)' --name shop --subscription 8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8",
      '  kubelogin convert-kubeconfig --login azurecli',
      '  kubectl auth can-i --list\n',
    ].join('\n'),
  );
  expect(text).toContain('The API server answers to these addresses only: 203.0.113.0/24.');
  expect(text).not.toContain('may ask for');
  expect(text).not.toContain('Cluster User Role');
});

test('a developer: the namespace, the group, the role to activate there, and whom to ask', () => {
  const text = told('bob@contoso.com');

  expect(text).toMatch(/- In namespace 'shop' you can deploy, .* \(edit\), as a member of shop-developers\./);
  expect(text).toMatch(
    /- The role Azure Kubernetes Service RBAC Admin: in namespace 'shop' you can .* \(admin\) while it lasts\.\n/,
  );
  expect(text).toContain('- About group shop-developers: its owners, alice@contoso.com.');
  expect(text).toContain('- About rights in this cluster: its administrators, alice@contoso.com.');
});

test('a right of a role of one’s own in words, a membership that somebody approves, and no kubeconfig to fetch', () => {
  const text = told('erin@contoso.com');

  expect(text).toContain("- In namespace 'shop' you can patch deployments.apps.\n");
  expect(text).toMatch(
    /- The membership of group shop-admins: in the whole cluster you can do everything .* on-call approves it\./,
  );
  expect(text).toContain('Nothing here gives you the role Azure Kubernetes Service Cluster User Role');
  expect(told('Dana.Lee@contoso.com')).toContain(
    'what the Role of-others allows, which this configuration does not define',
  );
});

test('a guest, by mail: the tenant to sign in to, also where it is not known, and the name in the cluster', () => {
  expect(told('carol@fabrikam.com')).toMatch(/is a guest: the cluster knows it by its object ID, c3d4e5f6/);
  const tenant = loadTenant();
  const configured = configuredAccess(APP, tenant);
  const { blocks } = cardOf('carol@fabrikam.com', [{ config: APP.config, configured }]);

  expect(blocksInText(blocks)).toContain("  az login --tenant '<ID of the tenant>'\n");
});

test.each([
  ['zed@contoso.com', 'Nobody called zed@contoso.com is known here'],
  ['ci-deployer', 'You have nothing here: no grant of the configuration is for you.'],
])('%s, who has nothing, is told so, and whom to ask, and nothing to sign in to', (name, line) => {
  const text = told(name);

  expect(text).toContain(line);
  expect(text).toContain('its administrators, alice@contoso.com');
  expect(text).not.toContain('az login');
});

test('whoever is disabled is told why', () => {
  const tenant = loadTenant();
  const disabled = {
    ...tenant,
    users: tenant.users.map((user) => ({
      ...user,
      accountEnabled: user.userPrincipalName !== 'bob@contoso.com',
    })),
  };

  expect(told('bob@contoso.com', disabled)).toContain('bob@contoso.com is disabled and cannot sign in');
  expect(told('bob@contoso.com', disabled)).not.toContain('az login');
});

test('without a directory, groups may give more', () => {
  const configured = configuredAccess(APP);
  const text = blocksInText(cardOf('bob@contoso.com', [{ config: APP.config, configured }]).blocks);

  expect(text).toContain('Nobody called bob@contoso.com is known here');
  expect(text).toMatch(
    /Who is in .*shop-developers.* is not known here, as there is no tenant file: a member may be able to do more/,
  );
});

test('a group signs in nowhere', () => {
  expect(() => told('shop-developers')).toThrow("--for 'shop-developers' is a group");
});

test('names are text in every form', () => {
  const card = cardOf('<b>*zed*</b>', [
    { config: APP.config, configured: configuredAccess(APP, loadTenant()) },
  ]);

  expect(blocksInMarkdown(card.blocks)).toMatch(/^# Access of \\<b\\>\\\*zed\\\*\\<\/b\\>\n/);
  const page = blocksInHtml(card.title, card.blocks);
  expect(page).toContain('<h1>Access of &lt;b&gt;*zed*&lt;/b&gt;</h1>');
  expect(page).not.toContain('<b>');
});
