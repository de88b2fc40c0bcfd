/** Twelve clusters as teams write them; what is said of each is judged in twelve-clusters.test.ts. */
export const CLUSTERS: Readonly<Record<string, string>> = {
  'one team, edit in its namespace': `
namespaces: [{ name: shop, labels: { pod-security.kubernetes.io/enforce: baseline } }]
access: [{ name: developers, clusterRole: edit, namespace: shop, users: [bob@contoso.com] }]
`,
  'the same without a Pod Security level': `
namespaces: [{ name: shop }]
access: [{ name: developers, clusterRole: edit, namespace: shop, users: [bob@contoso.com] }]
`,
  'readers of everything': `
access: [{ name: auditors, clusterRole: view, users: [bob@contoso.com] }]
`,
  'secrets of two namespaces': `
roles: [{ name: secret-reader, rules: [{ verbs: [get, list], resources: [secrets] }] }]
access:
  - { name: one, clusterRole: secret-reader, namespace: shop, users: [bob@contoso.com] }
  - { name: two, clusterRole: secret-reader, namespace: ops, users: [bob@contoso.com] }
`,
  'secrets of every namespace': `
roles: [{ name: secret-reader, rules: [{ verbs: [get, list], resources: [secrets] }] }]
access: [{ name: one, clusterRole: secret-reader, users: [bob@contoso.com] }]
`,
  'a deployer beside an operator': `
namespaces: [{ name: ops, labels: { pod-security.kubernetes.io/enforce: restricted } }]
roles: [{ name: deployer, namespace: ops, rules: [{ verbs: [get, patch], resources: [deployments] }] }]
access:
  - { name: deployers, role: deployer, namespace: ops, serviceAccounts: [ci/deployer] }
  - { name: operator, clusterRole: cluster-admin, serviceAccounts: [ops/operator] }
`,
  'edit in the whole cluster': `
access: [{ name: platform, clusterRole: edit, users: [bob@contoso.com] }]
`,
  'a helpdesk that hands out view': `
roles:
  - name: helpdesk
    rules:
      - { verbs: [create], resources: [rolebindings] }
      - { verbs: [bind], resources: [clusterroles], resourceNames: [view] }
access: [{ name: helpdesk, clusterRole: helpdesk, users: [bob@contoso.com] }]
`,
  'a helpdesk that hands out anything': `
roles:
  - name: helpdesk
    rules: [{ verbs: [create], resources: [rolebindings] }, { verbs: [bind], resources: [clusterroles] }]
access: [{ name: helpdesk, clusterRole: helpdesk, users: [bob@contoso.com] }]
`,
  'monitoring that asks the nodes': `
roles: [{ name: metrics, rules: [{ verbs: [get], resources: [nodes/proxy, nodes/metrics] }] }]
access: [{ name: metrics, clusterRole: metrics, serviceAccounts: [monitoring/prometheus] }]
`,
  'debugging in one namespace': `
namespaces: [{ name: shop, labels: { pod-security.kubernetes.io/enforce: baseline } }]
roles:
  - name: debugger
    namespace: shop
    rules: [{ verbs: [create], resources: [pods/exec, pods/portforward] }, { verbs: [get, list], resources: [pods] }]
access: [{ name: debuggers, role: debugger, namespace: shop, users: [bob@contoso.com] }]
`,
  'a part of view that reads too much': `
roles: [{ name: more, aggregateTo: [view], rules: [{ verbs: [get, list], resources: [secrets] }] }]
access:
  - { name: everywhere, clusterRole: view, users: [bob@contoso.com] }
  - { name: here, clusterRole: view, namespace: shop, users: [erin@contoso.com] }
`,
};
