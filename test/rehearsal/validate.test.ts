import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import {
  AadAksCluster,
  AadClientApp,
  AadDirectory,
  AadGroup,
  AadServerApp,
  AppConsent,
  AzurermVersion,
  AzureRole,
  AzureEnvironment,
  GroupMembershipClaim,
  KubeloginLogin,
  KubernetesConnection,
  KubernetesCredentials,
  KubernetesNamespace,
  RbacBinding,
  RbacCustomRole,
  RbacRole,
  RbacSubject,
} from '../../lib';
import { azuread } from '../../rehearsal/azuread/azuread';
import { azurerm } from '../../rehearsal/azurerm/azurerm';
import { kubernetes } from '../../rehearsal/kubernetes/kubernetes';
import { RunningProviders, startProviders } from '../../rehearsal/protocol/provider-server';
import { loadTenant } from '../../access/directory/load-tenant';
import { FileWorld } from '../../rehearsal/world/world';
import { clusters, ID, legacy, managedClusters, SUBSCRIPTION } from './every-cluster';
import { describeWithTerraform, TerraformDirectory } from './terraform';

type Versions = { azuread: string; azurerm: string };

/** Identity constructs with every option. */
function identity(stack: TerraformStack): void {
  const serverApp = new AadServerApp(stack, 'Server', {
    displayName: 'AKSAzureADServer',
    redirectUris: ['https://aksazureadserver', 'http://localhost:8080'],
    groupMembershipClaims: [GroupMembershipClaim.APPLICATION_GROUP],
    secretDescription: 'AKS',
    secretValidityDays: 30,
    rotateSecretWhenChanged: '2026-11',
    scopeName: 'sign_in',
    scopeDisplayName: 'Sign in',
    scopeDescription: 'Lets kubectl sign in',
    identifierUri: true,
    consent: AppConsent.ADMIN,
  });
  serverApp.copySecretToKeyVault('InKeyVault', {
    keyVaultId: `${SUBSCRIPTION}/Microsoft.KeyVault/vaults/vault`,
  });
  const minimal = new AadServerApp(stack, 'Minimal', {
    displayName: 'Minimal',
    owners: [ID],
    consent: AppConsent.MANUAL,
  });

  [AppConsent.ADMIN, AppConsent.PRE_AUTHORIZED, AppConsent.MANUAL].forEach((consent) => {
    new AadClientApp(stack, `Client-${consent}`, {
      displayName: `Client ${consent}`,
      serverApp,
      redirectUris: ['https://aksazureadclient', 'msal1234://auth'],
      consent,
    });
  });
  new AadClientApp(stack, 'MinimalClient', {
    displayName: 'MinimalClient',
    serverApp: minimal,
    owners: [ID],
  });
  AadServerApp.fromLookup(stack, 'Known', { displayName: 'Known' });
  AadClientApp.fromLookup(stack, 'KnownClient', { clientId: ID });
}

/** Connections with every kind of credentials, and bindings of every kind of subject and role. */
function access(stack: TerraformStack): void {
  const cluster = AadAksCluster.fromLookup(stack, 'Aks', {
    clusterName: 'aks',
    resourceGroupName: 'aks',
    localAccounts: true,
  });
  const logins = [
    KubeloginLogin.AZURE_CLI,
    KubeloginLogin.SPN,
    KubeloginLogin.MSI,
    KubeloginLogin.WORKLOAD_IDENTITY,
    KubeloginLogin.AZD,
  ];
  const credentials = [
    KubernetesCredentials.admin(),
    ...logins.map((login) =>
      KubernetesCredentials.kubelogin({
        login,
        clientId: ID,
        tenantId: ID,
        environment: AzureEnvironment.CHINA,
      }),
    ),
  ];

  const connections = credentials.map(
    (one, index) => new KubernetesConnection(stack, `Connection${index}`, { cluster, credentials: one }),
  );
  const roles = [
    RbacRole.CLUSTER_ADMIN,
    RbacRole.ADMIN,
    RbacRole.EDIT,
    RbacRole.VIEW,
    RbacRole.clusterRole('pod-reader'),
  ];
  const subjects = [
    RbacSubject.user('alice@contoso.com'),
    RbacSubject.guest(ID.replace('8', '1')),
    RbacSubject.group(ID),
    RbacSubject.servicePrincipal(ID.replace('8', '2')),
    RbacSubject.serviceAccount('shop', 'deployer'),
  ];
  roles.forEach((role, index) => {
    new RbacBinding(stack, `Cluster${index}`, { role, subjects, connection: connections[index] });
  });
  new RbacBinding(stack, 'Namespaced', {
    role: RbacRole.role('ops'),
    namespace: 'shop',
    name: 'Ops',
    subjects,
    connection: connections[5],
  });
}

/** Everything by name: people, groups, namespaces, roles of your own and Azure roles. */
function accessByName(stack: TerraformStack): void {
  const cluster = AadAksCluster.fromLookup(stack, 'Aks', {
    clusterName: 'aks',
    resourceGroupName: 'aks',
    azureRbac: true,
  });
  new KubernetesConnection(stack, 'Kubernetes', { cluster });
  const directory = new AadDirectory(stack, 'Directory');
  const subjects = [
    directory.user('alice@contoso.com'),
    directory.guest('carol@fabrikam.com'),
    directory.group('shop-readers'),
    directory.servicePrincipal('ci-deployer'),
    AadGroup.fromLookup(stack, 'Readers', 'on-call').subject,
  ];
  const group = directory.createGroup('Ops', {
    displayName: 'ops',
    description: 'Operators',
    owners: subjects.slice(0, 1),
    members: subjects,
  });

  const { namespaceName } = new KubernetesNamespace(stack, 'Shop', {
    name: 'shop',
    labels: { team: 'shop' },
    annotations: { 'contoso.com/note': 'any text' },
  });
  KubernetesNamespace.fromLookup(stack, 'Bank', 'bank');
  const roles = [
    new RbacCustomRole(stack, 'Everywhere', {
      name: 'everywhere',
      rules: [
        { verbs: ['get'], resources: ['pods', 'deployments/scale', 'certificates.cert-manager.io'] },
        { verbs: ['get'], resources: ['secrets'], resourceNames: ['tls'] },
        { verbs: ['get'], nonResourceUrls: ['/metrics'] },
      ],
      aggregateTo: [RbacRole.VIEW],
      annotations: { note: 'any text' },
    }),
    new RbacCustomRole(stack, 'Aggregated', { name: 'aggregated', aggregateFrom: [{ team: 'shop' }] }),
    new RbacCustomRole(stack, 'InShop', {
      name: 'in-shop',
      namespace: namespaceName,
      rules: [{ verbs: ['get'], resources: ['pods'] }],
    }),
  ];
  roles.forEach((role) => {
    const who = [...subjects, group.subject];
    new RbacBinding(stack, `${role.name}-binding`, { role, namespace: namespaceName, subjects: who });
  });

  subjects.forEach((subject, index) => {
    cluster.grantAzureRole(`User${index}`, { role: AzureRole.CLUSTER_USER, subject });
    cluster.grantAzureRole(`Writer${index}`, { role: AzureRole.RBAC_WRITER, subject, namespace: 'shop' });
  });
}

describeWithTerraform('terraform validate accepts every construct and option', () => {
  let directory: TerraformDirectory;
  let providers: RunningProviders;

  afterEach(async () => {
    await providers.stop();
    directory.remove();
  });

  /** Answers with what `terraform validate` says. */
  async function validate(versions: Versions, build: (stack: TerraformStack) => void): Promise<string> {
    const stack = new TerraformStack(Testing.app(), 'test');
    new AzureadProvider(stack, 'azuread');
    new AzurermProvider(stack, 'azurerm', { features: [{}] });
    build(stack);
    stack.addOverride('terraform.required_providers.azuread.version', versions.azuread);
    stack.addOverride('terraform.required_providers.azurerm.version', versions.azurerm);

    providers = await startProviders({
      providers: [
        { behaviour: azuread, version: versions.azuread },
        { behaviour: azurerm, version: versions.azurerm },
        { behaviour: kubernetes, version: '2.38.0' },
      ],
      tenant: loadTenant(),
      world: new FileWorld(),
    });
    directory = new TerraformDirectory(providers.reattach);
    directory.write(Testing.synth(stack, true), 'main.tf.json');
    await directory.succeed('init');

    return (await directory.run('validate')).output;
  }

  const VALID = 'Success! The configuration is valid.';

  test.each(['3.7.0', '3.9.0'])('identity with azuread %s', async (version) => {
    expect(await validate({ azuread: version, azurerm: '4.55.0' }, identity)).toContain(VALID);
  });

  test('managed clusters with azurerm 4.55.0', async () => {
    const versions = { azuread: '3.7.0', azurerm: '4.55.0' };
    expect(await validate(versions, (stack) => managedClusters(stack))).toContain(VALID);
  });

  test('legacy clusters with azurerm 3.117.1', async () => {
    const versions = { azuread: '3.7.0', azurerm: '3.117.1' };
    expect(await validate(versions, (stack) => clusters(stack, legacy(stack)))).toContain(VALID);
  });

  test('managed clusters with azurerm 5.2.0', async () => {
    const versions = { azuread: '3.9.0', azurerm: '5.2.0' };
    expect(await validate(versions, (stack) => managedClusters(stack, AzurermVersion.V5))).toContain(VALID);
  });

  test.each(['3.117.1', '4.55.0', '5.2.0'])('connections and bindings with azurerm %s', async (version) => {
    expect(await validate({ azuread: '3.7.0', azurerm: version }, access)).toContain(VALID);
  });

  test.each<Versions>([
    { azuread: '3.7.0', azurerm: '3.117.1' },
    { azuread: '3.7.0', azurerm: '4.55.0' },
    { azuread: '3.9.0', azurerm: '5.2.0' },
  ])('access by name with %j', async (versions) => {
    expect(await validate(versions, accessByName)).toContain(VALID);
  });
});
