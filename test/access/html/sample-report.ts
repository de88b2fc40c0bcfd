import { loadTenant } from '../../../access/directory/load-tenant';
import { LITERAL, reportOf } from '../configurations';

export const REPORT = reportOf(
  `${LITERAL}
roles:
  - { name: restarter, namespace: ops, rules: [{ verbs: [patch], resources: [deployments], resourceNames: [web] }] }
  - { name: mover, namespace: ops, rules: [{ verbs: [impersonate], resources: [serviceaccounts] }] }
access:
  - { name: developers, clusterRole: edit, namespace: shop, groups: [5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10] }
  - { name: restarters, role: restarter, namespace: ops, users: [bob@contoso.com] }
  - { name: readers, clusterRole: view, users: [erin@contoso.com], serviceAccounts: [shop/ci] }
  - { name: operators, clusterRole: cluster-admin, serviceAccounts: [ops/robot] }
  - { name: movers, role: mover, namespace: ops, users: [bob@contoso.com] }
  - { name: elsewhere, role: elsewhere, namespace: shop, users: [erin@contoso.com] }
`,
  loadTenant(),
);
