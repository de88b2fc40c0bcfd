import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTenant } from '../../access/directory/load-tenant';
import { RehearsedConfig } from './rehearsed-config';
import { describeWithTerraform } from './terraform';

const USERS = '72f988bf-0000-0000-0000-2d7cd011db47';
const SUBSCRIPTION = '6f0d5b0e-2d1c-4f6b-9a55-0c7f3e0a9b11';
const CONFIGURATION = `azure: { tenantId: ${SUBSCRIPTION} }
aad: { tenantId: ${USERS}, adminGroup: { displayName: shop administrators } }
grantClusterUser: false
cluster: { name: shop, resourceGroupName: shop, location: eastus }
access:
  - { clusterRole: view, users: [bob@contoso.com] }
`;

const folder = mkdtempSync(join(tmpdir(), 'other-tenant-'));
afterAll(() => rmSync(folder, { recursive: true }));

describeWithTerraform('users of another tenant than that of the subscription', () => {
  let rehearsed: RehearsedConfig;
  afterEach(() => {
    rehearsed.remove();
  });

  function rehearse(content: string): Promise<void> {
    const file = join(folder, 'aks.yaml');
    writeFileSync(file, content);
    rehearsed = new RehearsedConfig(file, { ...loadTenant(), subscriptionTenantId: SUBSCRIPTION });
    return rehearsed.rehearse();
  }

  test('get in by what is bound in Kubernetes, and a second plan is empty', async () => {
    await rehearse(CONFIGURATION);

    expect(rehearsed.answer('bob@contoso.com', 'list', 'pods', '-A').allowed).toBe(true);
    expect(rehearsed.answer('bob@contoso.com', 'delete', 'pods', '-A').allowed).toBe(false);
  });

  test('cannot have an Azure role, which the configuration would otherwise have refused', async () => {
    const sameTenant = CONFIGURATION.replace(/tenantId: 72\S+ /, '').replace('grantClusterUser: false\n', '');

    await expect(rehearse(sameTenant.replace(`azure: { tenantId: ${SUBSCRIPTION} }\n`, ''))).rejects.toThrow(
      /PrincipalNotFound|takes tokens of tenant/,
    );
  });
});
