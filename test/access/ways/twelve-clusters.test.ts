import { LITERAL, reportOf } from '../configurations';
import { CLUSTERS } from './twelve-clusters';

/** Whether what a warning says can be done, judged by reading the configuration. */
type Verdict = 'true' | 'false';

const BOB = 'bob@contoso.com';
const CONTROLLER = "service account 'kube-system/clusterrole-aggregation-controller'";

/** Every warning about access, by what tells it, and whether it is true. */
const JUDGED: Readonly<Record<keyof typeof CLUSTERS, readonly (readonly [string, Verdict])[]>> = {
  'one team, edit in its namespace': [],
  'the same without a Pod Security level': [
    [`${BOB} can create pods in namespace 'shop' (RoleBinding 'developers' in namespace 'shop') →`, 'true'],
  ],
  'readers of everything': [],
  'secrets of two namespaces': [],
  'secrets of every namespace': [
    [`${BOB} can get secrets (ClusterRoleBinding 'one') → reads the secrets of every namespace`, 'true'],
    ["ClusterRole 'secret-reader' allows to read the secrets of every namespace", 'true'],
  ],
  'a deployer beside an operator': [
    ["service account 'ci/deployer' can patch deployments.apps in namespace 'ops'", 'true'],
    ["Role 'deployer' allows to run pods", 'true'],
  ],
  'edit in the whole cluster': [[`(ClusterRoleBinding 'platform') → acts as ${CONTROLLER} →`, 'true']],
  'a helpdesk that hands out view': [
    ["ClusterRole 'helpdesk' allows to hand the rights of its holder on to anybody", 'true'],
  ],
  'a helpdesk that hands out anything': [
    [`→ gives itself ClusterRole cluster-admin in every namespace →`, 'true'],
    ["ClusterRole 'helpdesk' allows to hand out roles with rights that its holder does not have", 'true'],
    ["ClusterRole 'helpdesk' allows to hand the rights of its holder on to anybody", 'true'],
  ],
  'monitoring that asks the nodes': [
    ["service account 'monitoring/prometheus' can get nodes/proxy", 'true'],
    ["ClusterRole 'metrics' allows to run commands in every pod past admission and audit", 'true'],
  ],
  'debugging in one namespace': [
    ["Role 'debugger' allows to run commands in pods of others", 'true'],
    ["Role 'debugger' allows to reach the ports of pods, past network policies", 'true'],
  ],
  'a part of view that reads too much': [
    [
      `${BOB} can get secrets (ClusterRoleBinding 'everywhere') → reads the secrets of every namespace`,
      'true',
    ],
    ["ClusterRole 'more', which is part of 'view', allows to read the secrets of every namespace", 'true'],
  ],
};

test.each(Object.keys(CLUSTERS))('%s: every warning is judged, and no other is given', (name) => {
  const { warnings } = reportOf(LITERAL + CLUSTERS[name]);
  const aboutAccess = warnings.filter((one) => !one.includes('[public-api-server]'));
  const expected = (JUDGED[name] ?? []).map(([text]) => text);

  expect(aboutAccess.map((one) => expected.find((text) => one.includes(text)) ?? one)).toEqual(expected);
});

test('no warning cries wolf', () => {
  const judged = Object.values(JUDGED).flat();
  expect(judged.filter(([, verdict]) => verdict === 'false')).toEqual([]);
  expect(judged).toHaveLength(16);
});
