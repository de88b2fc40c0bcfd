// What must be true of the access that a stack grants, as tests for Jest. Run: npx jest --config examples/testing/jest.config.js

import { App } from 'cdktf';
import { join } from 'node:path';
import { accessOf, AppAccess } from 'cdktf-aks-aad-app/jest';
import { shop } from './stacks';

let access: AppAccess;
beforeAll(() => {
  const app = new App();
  shop(app);
  access = accessOf(app, { tenant: join(__dirname, 'tenant.yaml') });
});

test('developers do their work in the shop', () => {
  expect(access).toAllow('bob@contoso.com', 'delete', 'pods', { namespace: 'shop' });
  expect(access).toAllow('shop-developers', 'update', 'deployments', { namespace: 'shop' });
});

test('alice looks on, everywhere, but at no secret', () => {
  expect(access).toAllow('alice@contoso.com', 'list', 'pods');
  expect(access).toDeny('alice@contoso.com', 'delete', 'pods', { namespace: 'shop' });
  expect(access).toDeny('alice@contoso.com', 'get', 'secrets', { namespace: 'shop' });
});

test('nobody of them makes themselves cluster administrator', () => {
  expect(access).not.toReachClusterAdmin('alice@contoso.com');
  expect(access).not.toReachClusterAdmin('bob@contoso.com');
});
