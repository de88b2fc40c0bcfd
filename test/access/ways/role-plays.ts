import { Play, ROBOT, shop, TOP, wide } from './play';
import { objectsOf, user } from './sample-cluster';

const RBAC = 'rbac.authorization.k8s.io';

/** What is done with roles and bindings. */
export const ROLE_PLAYS: readonly Play[] = [
  {
    technique: 'escalate',
    rules: [`escalate,update ${RBAC}/clusterroles`],
    requests: [
      wide('update', 'clusterroles', RBAC, 'given-0'),
      wide('escalate', 'clusterroles', RBAC, 'given-0'),
    ],
    changes: objectsOf([{ to: user('erin@contoso.com'), rules: ['* */*'] }]),
    gains: TOP,
    way: '→ writes every right into ClusterRole given-0 → is cluster administrator',
  },
  {
    technique: 'escalate',
    rules: [`escalate,patch ${RBAC}/roles given-0`],
    namespace: 'shop',
    asRole: true,
    others: [ROBOT],
    requests: [shop('patch', 'roles', RBAC, 'given-0'), shop('escalate', 'roles', RBAC, 'given-0')],
    changes: objectsOf([{ to: user('erin@contoso.com'), rules: ['* */*'], namespace: 'shop' }]),
    gains: shop('create', 'pods'),
    way: "→ writes every right into Role shop/given-0 → can create pods in namespace 'shop' → runs as service account 'shop/robot' → is cluster administrator",
  },
  {
    technique: 'escalate-aggregated',
    rules: [`escalate ${RBAC}/clusterroles`, `create ${RBAC}/clusterroles`],
    others: [{ to: user('erin@contoso.com'), rules: [], of: 'view' }],
    requests: [wide('create', 'clusterroles', RBAC), wide('escalate', 'clusterroles', RBAC, 'new')],
    changes: objectsOf([
      {
        to: user('nobody@contoso.com'),
        rules: ['* */*'],
        label: 'rbac.authorization.k8s.io/aggregate-to-view',
      },
    ]),
    gains: TOP,
    way: '→ makes a ClusterRole with every right and the label by which it is added to ClusterRole view, which it holds → is cluster administrator',
  },
  {
    technique: 'bind',
    rules: [`bind ${RBAC}/clusterroles cluster-admin`, `create ${RBAC}/clusterrolebindings`],
    requests: [
      wide('create', 'clusterrolebindings', RBAC),
      wide('bind', 'clusterroles', RBAC, 'cluster-admin'),
    ],
    changes: objectsOf([{ to: user('erin@contoso.com'), rules: ['* */*'] }]),
    gains: TOP,
    way: '→ gives itself ClusterRole cluster-admin → is cluster administrator',
  },
  {
    technique: 'bind',
    rules: [`bind ${RBAC}/clusterroles`, `create ${RBAC}/rolebindings`],
    namespace: 'shop',
    others: [ROBOT],
    requests: [shop('create', 'rolebindings', RBAC), shop('bind', 'clusterroles', RBAC, 'cluster-admin')],
    changes: objectsOf([{ to: user('erin@contoso.com'), rules: ['* */*'], namespace: 'shop' }]),
    gains: shop('create', 'pods'),
    way: "→ gives itself ClusterRole cluster-admin in namespace 'shop' → can create pods in namespace 'shop' → runs as service account 'shop/robot' → is cluster administrator",
  },
  {
    technique: 'escalate-aggregated',
    rules: [
      `escalate ${RBAC}/clusterroles`,
      `create ${RBAC}/clusterroles`,
      `create ${RBAC}/clusterrolebindings`,
    ],
    requests: [
      wide('create', 'clusterroles', RBAC),
      wide('escalate', 'clusterroles', RBAC),
      wide('create', 'clusterrolebindings', RBAC),
    ],
    changes: objectsOf([{ to: user('erin@contoso.com'), rules: ['* */*'] }]),
    gains: TOP,
    way: '→ makes a ClusterRole with every right and the label by which it is added to another new one, which it has given itself before anything was in it → is cluster administrator',
  },
  {
    technique: 'escalate-anew',
    rules: [
      `escalate ${RBAC}/clusterroles`,
      `create ${RBAC}/clusterroles`,
      `delete ${RBAC}/clusterroles given-1`,
    ],
    others: [{ to: user('erin@contoso.com'), rules: ['get /pods'] }],
    requests: [
      wide('create', 'clusterroles', RBAC),
      wide('escalate', 'clusterroles', RBAC),
      wide('delete', 'clusterroles', RBAC, 'given-1'),
    ],
    changes: objectsOf([{ to: user('erin@contoso.com'), rules: ['* */*'] }]),
    gains: TOP,
    way: '→ deletes ClusterRole given-1, and makes it again with every right → is cluster administrator',
  },
  {
    technique: 'escalate-anew',
    rules: [`escalate,create,delete ${RBAC}/roles`, `create ${RBAC}/rolebindings`],
    namespace: 'shop',
    others: [ROBOT],
    requests: [
      ...['create', 'escalate', 'delete'].map((verb) => shop(verb, 'roles', RBAC)),
      shop('create', 'rolebindings', RBAC),
    ],
    changes: objectsOf([{ to: user('erin@contoso.com'), rules: ['* */*'], namespace: 'shop' }]),
    gains: shop('create', 'pods'),
    way: "→ makes a role anew that it has given itself, with every right in namespace 'shop' → can create pods in namespace 'shop' → runs as service account 'shop/robot' → is cluster administrator",
  },
];
