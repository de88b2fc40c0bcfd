import { KubernetesProvider, KubernetesProviderConfig } from '@cdktf/provider-kubernetes/lib/provider';
import { Aspects, Fn, TerraformDataSource, TerraformResource, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { IAadAksCluster } from './aks-cluster';
import { AzureEnvironment } from './azure-environment';
import { AKS_AAD_SERVER } from './shared/aks-aad-server';
import { ValidationError } from './shared/errors';
import { requireUuid } from './private/guards';
import { isInTree } from './private/in-tree';
import { requireProps } from './private/kind-check';
import { KUBELOGIN_ENVIRONMENTS } from './shared/kubelogin-environments';
import { shortHash } from './shared/short-hash';
import { ignoredKeys } from './shared/ignored-keys';

/** First-party application "Azure Kubernetes Service AAD Client": a public client, who signs users in. */
const MANAGED_CLIENT_ID = '80faf920-1908-4b52-b5ef-a8e7bedfc67a';

/** The connections of each stack, in the order of their definition. */
const definedInStack = new WeakMap<TerraformStack, KubernetesConnection[]>();

function connectionsOf(stack: TerraformStack): readonly KubernetesConnection[] {
  return (definedInStack.get(stack) ?? []).filter(isInTree);
}

/** Ways in which kubelogin gets a token; the values are those of its `--login` argument. */
export enum KubeloginLogin {
  /** The account that `az login` signed in. Managed Azure AD only. */
  AZURE_CLI = 'azurecli',

  /**
   * A service principal. Managed Azure AD only.
   *
   * Give its client ID and tenant ID here or in `AAD_SERVICE_PRINCIPAL_CLIENT_ID` and `AZURE_TENANT_ID`. Its secret or
   * certificate comes from the environment of the apply: `AAD_SERVICE_PRINCIPAL_CLIENT_SECRET`, or
   * `AAD_SERVICE_PRINCIPAL_CLIENT_CERTIFICATE` (a path) and `AAD_SERVICE_PRINCIPAL_CLIENT_CERTIFICATE_PASSWORD`.
   */
  SPN = 'spn',

  /** The managed identity of the machine; with `clientId`, that user-assigned one. Managed Azure AD only. */
  MSI = 'msi',

  /**
   * A federated token, as a pod with workload identity or a GitHub Actions job has one. Managed Azure AD only.
   *
   * Reads `AZURE_CLIENT_ID`, `AZURE_TENANT_ID`, `AZURE_FEDERATED_TOKEN_FILE` and `AZURE_AUTHORITY_HOST`; the first two
   * can be given here.
   */
  WORKLOAD_IDENTITY = 'workloadidentity',

  /** The account that `azd auth login` signed in. Managed Azure AD only. */
  AZD = 'azd',

  /**
   * The service connection of a job in Azure Pipelines. Managed Azure AD only.
   *
   * Reads what `AzureCLI@2` sets: `AZURESUBSCRIPTION_CLIENT_ID`, `AZURESUBSCRIPTION_TENANT_ID` and
   * `AZURESUBSCRIPTION_SERVICE_CONNECTION_ID`; the first two can be given here. `SYSTEM_ACCESSTOKEN` must be put into the
   * environment of the apply.
   */
  AZURE_PIPELINES = 'azurepipelines',

  /**
   * A person, in the web browser that kubelogin opens on the same machine; Conditional Access that asks for a known device takes
   * it, where it refuses a device code. Managed Azure AD only. Refused when `CI` is set.
   */
  INTERACTIVE = 'interactive',

  /**
   * A person with a web browser. The only login that a cluster with the legacy integration takes.
   *
   * Prompts, so it is refused where nobody can answer: when the app runs without a terminal, which includes every app
   * that `cdktf synth` and `cdktf deploy` start, and when `CI` is set.
   */
  DEVICE_CODE = 'devicecode',
}

/**
 * How kubelogin signs in.
 *
 * kubelogin's environment variables (`AZURE_CLIENT_ID`, `AZURE_TENANT_ID`, `AAD_LOGIN_METHOD` and others) win over what
 * is given here.
 */
export interface KubeloginOptions {
  /**
   * Where the token comes from.
   *
   * @default KubeloginLogin.AZURE_CLI
   */
  readonly login?: KubeloginLogin;

  /**
   * Client ID of who signs in, a UUID: the service principal of `SPN`, the user-assigned identity of `MSI`, the federated
   * application of `WORKLOAD_IDENTITY` and `AZURE_PIPELINES`, the client application of `DEVICE_CODE` and `INTERACTIVE`.
   *
   * @default - from the environment of the apply; with `DEVICE_CODE` and `INTERACTIVE` on managed Azure AD, the client
   * application of AKS
   */
  readonly clientId?: string;

  /**
   * ID of the tenant that issues the token, a UUID. Leave it out when `az login` signed in a managed identity: the Azure
   * CLI then accepts none.
   *
   * @default - the tenant of the signed-in account, or `AZURE_TENANT_ID`
   */
  readonly tenantId?: string;

  /**
   * Azure cloud that the tenant lives in.
   *
   * @default AzureEnvironment.PUBLIC
   */
  readonly environment?: AzureEnvironment;

  /**
   * Whether kubelogin reads the variables of the azurerm and azuread providers (`ARM_CLIENT_ID`, `ARM_CLIENT_SECRET`,
   * `ARM_CLIENT_CERTIFICATE_PATH`, `ARM_TENANT_ID`) instead of its own. Saves a pipeline from setting both.
   *
   * @default false
   */
  readonly useAzurermEnvVars?: boolean;
}

/** What a `KubernetesConnection` signs in to the API server with. */
export class KubernetesCredentials {
  /**
   * The client certificate of the local administrator, as `az aks get-credentials --admin` gives it.
   *
   * Goes around Azure AD, cannot be revoked without rotating the certificates of the cluster, and is kept in the state of
   * the stack that reads it. Refused when the local accounts of the cluster are off.
   */
  static admin(): KubernetesCredentials {
    return new KubernetesCredentials(adminConfig);
  }

  /**
   * A token that kubelogin gets from Azure AD at plan and apply.
   *
   * kubelogin must be on the `PATH` wherever Terraform runs, and whoever signs in needs a role in the cluster that allows
   * to create bindings. No secret is written to the configuration or the state. On a cluster with the legacy integration,
   * every login except `DEVICE_CODE` is refused.
   */
  static kubelogin(options: KubeloginOptions = {}): KubernetesCredentials {
    options = requireProps('KubeloginOptions', options, undefined, 'KubernetesCredentials.kubelogin()');
    return new KubernetesCredentials((cluster, connection) => ({
      exec: [
        {
          apiVersion: 'client.authentication.k8s.io/v1beta1',
          command: 'kubelogin',
          args: kubeloginArgs(options, cluster, connection),
        },
      ],
    }));
  }

  private constructor(
    /** @internal */
    readonly _configure: (cluster: IAadAksCluster, connection: Construct) => KubernetesProviderConfig,
  ) {}
}

/** Properties of `KubernetesConnection`. */
export interface KubernetesConnectionProps {
  /** Cluster to connect to. */
  readonly cluster: IAadAksCluster;

  /**
   * What to sign in with.
   *
   * @default KubernetesCredentials.kubelogin() - the account that `az login` signed in
   */
  readonly credentials?: KubernetesCredentials;

  /**
   * Labels that others put on what is deployed through the connection, and that Terraform leaves there: keys such as
   * `istio.io/rev`, or how keys begin and a `*`, such as `topology.istio.io/*`. A label that a construct sets is Terraform's all
   * the same. Those of `kubernetes.io`, but for `app.kubernetes.io`, are left alone in any case.
   *
   * A key that is known at deployment only is passed on as it is, and taken for a regular expression.
   *
   * @default - none: a label that no construct sets is removed
   */
  readonly ignoreLabels?: string[];

  /**
   * Annotations that others put on what is deployed through the connection, in the form of `ignoreLabels`, such as
   * `argocd.argoproj.io/*`.
   *
   * @default - none: an annotation that no construct sets is removed
   */
  readonly ignoreAnnotations?: string[];
}

/**
 * Connects a stack to the API server of a cluster.
 *
 * Defines a `kubernetes` provider. The only connection of a stack is its default provider. Several have an alias each, and then
 * every `RbacBinding` of the stack must say which connection it means: what belongs to one never becomes that of another,
 * whichever is taken out or comes first. Resources that name no provider go to the cluster of the first.
 */
export class KubernetesConnection extends Construct {
  /**
   * Refuses what can only be known at synth: a stack with several clusters, and a binding that does not say which.
   *
   * @internal
   */
  static _problemsWithoutConnection(stack: TerraformStack): string[] {
    const connections = connectionsOf(stack);
    if (connections.length < 2) {
      return [];
    }

    const paths = connections.map((connection) => `'${connection.node.path}'`).join(' and ');
    return [`no connection, and the stack has several: pass 'connection', one of ${paths}`];
  }

  /**
   * The connection that is meant where none is given.
   *
   * @internal
   */
  static _firstOf(stack: TerraformStack): KubernetesConnection | undefined {
    return definedInStack.get(stack)?.find(isInTree);
  }

  /** @internal */
  readonly _provider: KubernetesProvider;

  /**
   * Tells the connections of a stack apart, and stays as it is: empty for the first, which is meant where none is given.
   *
   * @internal
   */
  readonly _key: string;

  /** @internal */
  readonly _cluster: IAadAksCluster;

  /** For what names no provider; defined when the one of the first connection has been given an alias. */
  private defaultProvider?: KubernetesProvider;

  /**
   * Defines the provider.
   *
   * @throws when the credentials do not go with the cluster, an ID is not a UUID, or a key to ignore is not a key
   */
  constructor(scope: Construct, id: string, props: KubernetesConnectionProps) {
    super(scope, id);
    props = requireProps('KubernetesConnectionProps', props, this);
    const stack = TerraformStack.of(this);
    const connections = connectionsOf(stack);
    if (!definedInStack.has(stack)) {
      stack.node.addValidation({ validate: () => problemsWithProviders(stack) });
    }
    if (connections.length === 1) {
      Aspects.of(stack).add({ visit: (one) => nameProvider(one, stack) });
    }
    definedInStack.set(stack, [...connections, this]);

    const [first] = connections;
    const alias = first && this.newAlias(connections);
    this._key = alias ?? '';

    const { cluster } = props;
    this._cluster = cluster;
    const credentials = props.credentials ?? KubernetesCredentials.kubelogin();
    this._provider = new KubernetesProvider(this, 'Resource', {
      alias,
      host: cluster.host,
      clusterCaCertificate: Fn.base64decode(cluster.clusterCaCertificate),
      ignoreLabels: ignoredKeys('ignoreLabels', props.ignoreLabels, this),
      ignoreAnnotations: ignoredKeys('ignoreAnnotations', props.ignoreAnnotations, this),
      ...credentials._configure(cluster, this),
    });
    first?.beOneOfSeveral(connectionsOf(stack));
  }

  /** Alias of the provider; undefined for the only connection of a stack, which needs none. */
  get alias(): string | undefined {
    return this._provider.alias;
  }

  /** @internal */
  get _providers(): readonly KubernetesProvider[] {
    return this.defaultProvider ? [this._provider, this.defaultProvider] : [this._provider];
  }

  /**
   * Gives the provider of the first connection an alias as well. Terraform remembers by it through which provider each object
   * was made: if the default provider became that of another cluster, it would delete there what it finds by the same names.
   */
  private beOneOfSeveral(connections: readonly KubernetesConnection[]): void {
    if (this.alias === undefined) {
      this._provider.alias = this.newAlias(connections.filter((one) => one !== this));
      this.defaultProvider = withoutAlias(this, this._provider);
    }
  }

  /**
   * cdktf's logical ID, which is made of the ids below the stack with the characters that Terraform allows; where that is no
   * name, or taken, what tells the paths apart follows.
   */
  private newAlias(others: readonly KubernetesConnection[]): string {
    const stack = TerraformStack.of(this);
    const ids = this.node.path.slice(stack.node.path.length + 1).split('/');
    // cdktf leaves this ID out, and has no logical ID for nothing.
    const id = ids.every((one) => one === 'Default') ? '' : stack.getLogicalId(this.node);
    const isName = /^[A-Za-z_]/.test(id) && others.every(({ alias }) => alias !== id);

    return isName ? id : `connection_${shortHash(this.node.path)}`;
  }
}

/**
 * Of several connections, names the first to a resource that names no provider: what becomes of it, Terraform's state would leave
 * to whichever is the first then.
 */
function nameProvider(one: IConstruct, stack: TerraformStack): void {
  const [first, second] = connectionsOf(stack);
  if (
    second &&
    (TerraformResource.isTerraformResource(one) || TerraformDataSource.isTerraformDataSource(one)) &&
    one.terraformGeneratorMetadata?.providerName === 'kubernetes'
  ) {
    one.provider ??= first!._provider;
  }
}

/** A provider that is configured as another one, with all that is overridden there, and has no alias. */
function withoutAlias(scope: Construct, provider: KubernetesProvider): KubernetesProvider {
  const own = new KubernetesProvider(scope, 'WithoutAlias');
  for (const form of ['toTerraform', 'toHclTerraform'] as const) {
    own[form] = () => {
      const configuration = provider[form]() as { provider: { kubernetes: object[] } };
      const kubernetes = configuration.provider.kubernetes.map((one) => ({ ...one, alias: undefined }));
      return { ...configuration, provider: { kubernetes } };
    };
  }
  return own;
}

/** Providers of the program's own may be what connections are to Terraform already. */
function problemsWithProviders(stack: TerraformStack): string[] {
  const connections = new Map(
    connectionsOf(stack).flatMap((connection) =>
      connection._providers.map(({ alias }) => [alias, connection] as const),
    ),
  );
  return stack.node
    .findAll()
    .filter((one) => one instanceof KubernetesProvider)
    .filter((one) => TerraformStack.of(one) === stack)
    .flatMap((one) => {
      const connection = connections.get(one.alias);
      if (!connection || connection._providers.includes(one)) {
        return [];
      }
      const as = one.alias === undefined ? 'no alias' : `the alias '${one.alias}'`;
      return [
        `'${one.node.path}' is a kubernetes provider with ${as}, like that of '${connection.node.path}', and Terraform allows ` +
          'only one: give it a different alias',
      ];
    });
}

/** Provider arguments for the client certificate of the local administrator. */
function adminConfig(cluster: IAadAksCluster, connection: Construct): KubernetesProviderConfig {
  const { adminClientCertificate, adminClientKey } = cluster;
  if (adminClientCertificate === undefined || adminClientKey === undefined) {
    throw new ValidationError(
      `credentials KubernetesCredentials.admin() need the local accounts of cluster '${cluster.node.path}', which are ` +
        'off: use KubernetesCredentials.kubelogin() or turn the local accounts on [admin-credentials-off]',
      connection,
    );
  }

  return {
    clientCertificate: Fn.base64decode(adminClientCertificate),
    clientKey: Fn.base64decode(adminClientKey),
  };
}

/** Arguments of kubelogin, always in the same order. None of them is a secret. */
function kubeloginArgs(options: KubeloginOptions, cluster: IAadAksCluster, connection: Construct): string[] {
  const login = options.login ?? KubeloginLogin.AZURE_CLI;
  const isLegacy = cluster.aadServerClientId !== undefined;
  requireUuid('clientId', options.clientId, 'a client ID', connection);
  requireUuid('tenantId', options.tenantId, 'the ID of a tenant', connection);

  if (login === KubeloginLogin.DEVICE_CODE) {
    requireTerminal(connection);
  } else if (login === KubeloginLogin.INTERACTIVE && isCi()) {
    throw new ValidationError(
      `login '${login}' waits for a person in a web browser, but CI is set: use WORKLOAD_IDENTITY or AZURE_PIPELINES in a pipeline`,
      connection,
    );
  }
  if (login !== KubeloginLogin.DEVICE_CODE && isLegacy) {
    throw new ValidationError(
      `login '${login}' works with managed Azure AD only, and cluster '${cluster.node.path}' has the legacy ` +
        'integration: use KubernetesCredentials.admin()',
      connection,
    );
  }

  const args = ['get-token', '--login', login, '--server-id', cluster.aadServerClientId ?? AKS_AAD_SERVER];

  const clientId = options.clientId ?? defaultClientId(login, isLegacy, connection);
  if (clientId !== undefined) {
    args.push('--client-id', clientId);
  }
  if (options.tenantId !== undefined) {
    args.push('--tenant-id', options.tenantId);
  }
  if (options.environment !== undefined) {
    args.push('--environment', KUBELOGIN_ENVIRONMENTS[options.environment]);
  }
  if (options.useAzurermEnvVars) {
    args.push('--use-azurerm-env-vars');
  }
  if (isLegacy) {
    // A server application of the tenant's own expects 'spn:' before its client ID in the token's audience.
    args.push('--legacy');
  }

  return args;
}

/** The client application that a person signs in with; every other login can do without, or reads the environment. */
function defaultClientId(
  login: KubeloginLogin,
  isLegacy: boolean,
  connection: Construct,
): string | undefined {
  if (login !== KubeloginLogin.DEVICE_CODE && login !== KubeloginLogin.INTERACTIVE) {
    return undefined;
  }

  if (isLegacy) {
    throw new ValidationError(
      `login '${login}' needs 'clientId' on a cluster with the legacy integration: pass the client ID of its client application`,
      connection,
    );
  }

  return MANAGED_CLIENT_ID;
}

function isCi(): boolean {
  return process.env.CI !== undefined && process.env.CI !== '' && process.env.CI !== 'false';
}

/** Refuses a login that would wait for an answer nobody can give. */
function requireTerminal(connection: Construct): void {
  if (process.stdin.isTTY && !isCi()) {
    return;
  }

  const reason = isCi() ? 'CI is set' : 'standard input is not a terminal';
  throw new ValidationError(
    `login '${KubeloginLogin.DEVICE_CODE}' waits for a person to enter a code, but ${reason}: use ` +
      'KubeloginLogin.AZURE_CLI after az login, or SPN, MSI or WORKLOAD_IDENTITY in a pipeline',
    connection,
  );
}
