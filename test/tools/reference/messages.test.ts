import { readFileSync } from 'node:fs';
import { TerraformStack, Testing } from 'cdktf';
import { IConstruct } from 'constructs';
import {
  AadAksCluster,
  AadClientApp,
  AadDirectory,
  AadGroup,
  AadIntegration,
  AadServerApp,
  AppConsent,
  AzureRole,
  AzurermVersion,
  IAadAksCluster,
  KubernetesConnection,
  KubernetesCredentials,
  KubernetesNamespace,
  RbacBinding,
  RbacCustomRole,
  RbacRole,
  RbacSubject,
} from '../../../lib';

const ID = '894656e1-39f8-4bfe-b16a-510f61af6f41';
const NAME = { clusterName: 'aks', resourceGroupName: 'aks' };
const GROUP = RbacSubject.group(ID);

const managed = (): AadIntegration => AadIntegration.managed({ adminGroupObjectIds: [ID] });
const found = (stack: TerraformStack, azureRbac?: boolean): IAadAksCluster =>
  AadAksCluster.fromLookup(stack, 'Aks', { ...NAME, azureRbac });

function connected(stack: TerraformStack): TerraformStack {
  new KubernetesConnection(stack, 'K', { cluster: found(stack) });
  return stack;
}

/** What goes wrong, by page: each message must stand there as it is. */
const MISTAKES: Record<string, ((stack: TerraformStack) => unknown)[]> = {
  'aad-aks-cluster': [
    (s) => new AadAksCluster(s, 'A', { ...NAME, clusterName: '-x', location: 'eastus', aad: managed() }),
    (s) =>
      new AadAksCluster(s, 'A', {
        ...NAME,
        location: 'eastus',
        aad: AadIntegration.managed({ azureRbac: false }),
      }),
    () => AadIntegration.managed({ adminGroupObjectIds: ['admins'] }),
    (s) => {
      const props = { ...NAME, location: 'eastus', aad: managed() };
      new AadAksCluster(s, 'A', props);
      new AadAksCluster(s, 'B', { ...props, azurerm: AzurermVersion.V5 });
    },
    (s) => {
      const serverApp = AadServerApp.fromLookup(s, 'S', { clientId: ID });
      const clientApp = new AadClientApp(s, 'C', { displayName: 'c', serverApp });
      return AadIntegration.legacy({ serverApp, clientApp });
    },
  ],
  'aks-workload-identity': [
    (s) => {
      const props = { ...NAME, location: 'eastus', aad: managed(), security: { workloadIdentity: false } };
      new AadAksCluster(s, 'A', props).addWorkloadIdentity('W', { namespace: 'shop', serviceAccount: 'sa' });
    },
  ],
  'azure-role-assignment': [
    (s) =>
      found(s).grantAzureRole('G', {
        role: AzureRole.CLUSTER_USER,
        subject: RbacSubject.user('alice@contoso.com'),
      }),
    (s) =>
      found(s).grantAzureRole('G', {
        role: AzureRole.CLUSTER_USER,
        subject: RbacSubject.serviceAccount('shop', 'sa'),
      }),
    (s) => found(s, false).grantAzureRole('G', { role: AzureRole.RBAC_READER, subject: GROUP }),
    (s) => found(s).grantAzureRole('G', { role: AzureRole.CLUSTER_USER, subject: GROUP, namespace: 'shop' }),
  ],
  'kubernetes-connection': [
    (s) =>
      new KubernetesConnection(s, 'K', { cluster: found(s), credentials: KubernetesCredentials.admin() }),
    (s) => {
      const cluster = AadAksCluster.fromLookup(s, 'Aks', { ...NAME, aadServerClientId: ID });
      new KubernetesConnection(s, 'K', { cluster });
    },
  ],
  'kubernetes-namespace': [
    (s) => new KubernetesNamespace(connected(s), 'N', { name: 'Shop' }),
    (s) => new KubernetesNamespace(connected(s), 'N', { name: 'kube-system' }),
  ],
  'rbac-binding': [
    (s) => new RbacBinding(connected(s), 'B', { role: RbacRole.EDIT }),
    (s) => new RbacBinding(connected(s), 'B', { role: RbacRole.EDIT, subjects: [GROUP, GROUP] }),
    (s) => new RbacBinding(connected(s), 'B', { role: RbacRole.role('r'), subjects: [GROUP] }),
    (s) => {
      const other = AadAksCluster.fromLookup(connected(s), 'Other', NAME);
      new KubernetesConnection(s, 'K2', { cluster: other });
      new RbacBinding(s, 'B', { role: RbacRole.EDIT, subjects: [GROUP] });
    },
    () => RbacSubject.user(ID),
    () => RbacSubject.group('shop-developers'),
    () => RbacSubject.group(`/groups/${ID}`),
  ],
  'rbac-custom-role': [
    (s) => new RbacCustomRole(connected(s), 'R', { name: 'r' }),
    ...['certificates', 'pod'].map(
      (resource) => (s: TerraformStack) =>
        new RbacCustomRole(connected(s), 'R', {
          name: 'r',
          rules: [{ verbs: ['get'], resources: [resource] }],
        }),
    ),
  ],
  'aad-directory': [(s) => new AadDirectory(s, 'D').user(ID), (s) => new AadDirectory(s, 'D').user('alice')],
  'aad-group': [
    (s) => new AadGroup(s, 'G', { displayName: 'g', members: [RbacSubject.user('alice@contoso.com')] }),
  ],
  'aad-server-app': [
    (s) => new AadServerApp(s, 'S', { displayName: 's', redirectUris: ['ftp://x'] }),
    (s) => new AadServerApp(s, 'S', { displayName: 's', secretValidityDays: 9999 }),
    (s) => new AadServerApp(s, 'S', { displayName: 's', consent: AppConsent.PRE_AUTHORIZED }),
    (s) => {
      const ids = { clientId: ID, objectId: ID, servicePrincipalObjectId: ID, scopeId: ID };
      AadServerApp.fromAadServerAppAttributes(s, 'S', { ...ids, secret: 'secret' });
    },
    (s) => AadServerApp.fromLookup(s, 'S', {}),
  ],
  'aad-client-app': [
    (s) => {
      const serverApp = new AadServerApp(s, 'S', { displayName: 's' });
      new AadClientApp(s, 'C', { displayName: 'c', serverApp, owners: ['alice'] });
    },
  ],
};

/** What the construct says, without the place that it says it of. */
function messageOf(mistake: (stack: TerraformStack) => unknown): string {
  const stack = new TerraformStack(Testing.app(), 'access');
  try {
    mistake(stack);
  } catch (error) {
    return (error as Error).message.replace(/ \(at '[^']+'\)$/, '');
  }
  const constructs: IConstruct[] = stack.node.findAll();
  return constructs.flatMap(({ node }) => (node.id === 'B' ? node.validate() : []))[0] ?? 'no message';
}

test.each(Object.entries(MISTAKES))(
  'the page %s shows the messages that the code gives',
  (page, mistakes) => {
    const text = readFileSync(`docs/constructs/${page}.md`, 'utf8').replaceAll('\\|', '|');

    for (const mistake of mistakes) {
      expect(text).toContain(`\`${messageOf(mistake)}\``);
    }
  },
);
