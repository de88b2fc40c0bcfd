import { join } from 'node:path';
import { parallelismKeyOf } from '../../../app/config/parallelism-key';
import { signInTenant } from '../../../app/config/sign-in-tenant';
import { tenantKeyOf } from '../../../app/config/tenant-key';
import { LEGACY, loadApp, MINIMAL, writeConfig } from './config-file';
import { write } from './config-files';

describe('the tenant file', () => {
  test('is named relative to the file that names it', () => {
    const file = write({
      'shop/aks.yaml': 'extends: ../base/aks.yaml\n',
      'base/aks.yaml': 'environment: dev\ntenant: tenants/{environment}.yaml\n',
    });

    expect(tenantKeyOf(file)).toBe(join(file, '../../base/tenants/dev.yaml'));
    expect(tenantKeyOf(writeConfig('tenant: /etc/tenant.yaml\n'))).toBe('/etc/tenant.yaml');
  });

  test.each([
    '',
    'tenant:\n',
    'tenant: ""\n',
    'tenant: " "\n',
    'tenant: [a.yaml]\n',
    'tenant: 7\n',
    'tenant: [\n',
  ])('is none where none is named: %j', (line) => {
    expect(tenantKeyOf(writeConfig(`${MINIMAL}${line}`))).toBeUndefined();
  });

  test('is none of a file that is not there', () => {
    expect(tenantKeyOf('no/such/aks.yaml')).toBeUndefined();
  });
});

describe('how many resources Terraform works on', () => {
  test.each([
    ['terraform: { parallelism: 20 }', 20],
    ['terraform: { parallelism: 1 }', 1],
    ['terraform: { parallelism: 0 }', undefined],
    ['terraform: { parallelism: -1 }', undefined],
    ['terraform: { parallelism: 1.5 }', undefined],
    ['terraform: { parallelism: "20" }', undefined],
    ['terraform: { parallelism: [20] }', undefined],
    ['terraform: {}', undefined],
    ['terraform: 20', undefined],
    ['', undefined],
  ])('%s', (line, expected) => {
    expect(parallelismKeyOf(writeConfig(`${MINIMAL}${line}\n`))).toBe(expected);
  });
});

describe('the tenant that users sign in to', () => {
  const USERS = '72f988bf-0000-4000-8000-2d7cd011db47';
  const SUBSCRIPTION = '11111111-2222-4333-8444-555555555555';
  const azure = `azure: { tenantId: ${SUBSCRIPTION} }\n`;

  test.each([
    [
      'their own',
      `${azure}grantClusterUser: false\n${MINIMAL.replace('azureRbac: true', `tenantId: ${USERS}\n  adminGroupObjectIds: [${USERS}]`)}`,
      USERS,
    ],
    ['that of the subscription', `${azure}${MINIMAL}`, SUBSCRIPTION],
    ['that of the subscription with legacy AAD', `${azure}${LEGACY}`, SUBSCRIPTION],
    ['left to whoever deploys', MINIMAL, undefined],
  ])('is %s', (_, content, tenant) => {
    expect(signInTenant(loadApp(content))).toBe(tenant);
  });
});
