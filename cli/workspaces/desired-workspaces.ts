import { relative } from 'node:path';
import { withSlashes } from '../../lib/shared/slashes';
import { providerArgument } from '../../rehearsal/stand-ins';
import { SynthesizedStack } from '../../rehearsal/workspace';
import { cloudOf as azureCloudOf } from '../azure/clouds';
import { didYouMean } from '../did-you-mean';
import { HcpFailed } from './hcp-failed';
import { ExecutionMode, VcsOptions, WorkspaceOptions } from './options';

/** What one workspace is to be. */
export interface DesiredWorkspace {
  readonly stack: string;
  readonly name: string;
  readonly tags: readonly string[];

  /** Attributes of the API that are seen to; all others stay as they are. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly usesAgent: boolean;

  /** Environment variables of runs. None of them is a secret. */
  readonly variables: Readonly<Record<string, string>>;

  /** Names of the workspaces whose runs read the outputs of this one. */
  readonly consumers: readonly string[];

  /** Names of the workspaces whose applied runs start one here. */
  readonly triggeredBy: readonly string[];
}

interface CloudBlock {
  readonly organization: string;
  readonly hostname?: string;
  readonly workspaces: {
    readonly name?: string;
    readonly tags?: readonly string[];
    readonly project?: string;
  };
}

/** What the configuration takes for an Azure cloud; none is the public one. */
type AzureCloud = Parameters<typeof azureCloudOf>[0];

/** Where an agent's hook puts the token of a run, and kubelogin finds it; see docs/hcp-terraform.md. */
// oxlint-disable-next-line syntax/only-unix -- on the agents of HCP Terraform, which run Linux
const TOKEN_FILE = '/tmp/tfc-workload-identity-token';

const AUDIENCE = 'api://AzureADTokenExchange';

/** Workspaces, and where they belong. */
export interface DesiredOrganization {
  readonly organization: string;
  readonly host: string;
  readonly project?: string;
  readonly workspaces: readonly DesiredWorkspace[];
}

/** What synthesised stacks need of HCP Terraform. */
export function desiredOrganization(
  stacks: readonly SynthesizedStack[],
  options: WorkspaceOptions,
  { nameOf, outdir, env }: { nameOf: (stack: string) => string; outdir: string; env: NodeJS.ProcessEnv },
): DesiredOrganization {
  refuseUnknownStacks(options.stacksWithClientId, stacks);
  const { organization, hostname, workspaces } = cloudOf(stacks[0]!);
  const ids = {
    tenant: providerArgument(stacks, 'tenant_id') ?? env.ARM_TENANT_ID,
    subscription: providerArgument(stacks, 'subscription_id') ?? env.ARM_SUBSCRIPTION_ID,
    authority: azureCloudOf(providerArgument(stacks, 'environment') as AzureCloud).authority,
  };

  return {
    organization,
    host: hostname ?? 'app.terraform.io',
    project: workspaces.project,
    workspaces: stacks.map((stack) => {
      const mode = modeOf(stack, options);
      const folder = withSlashes(relative(outdir, stack.directory));
      return {
        stack: stack.name,
        name: nameOf(stack.name),
        tags: cloudOf(stack).workspaces.tags ?? [],
        settings: {
          'execution-mode': mode,
          ...(options.terraformVersion !== undefined && { 'terraform-version': options.terraformVersion }),
          'auto-apply': false,
          'global-remote-state': false,
          ...vcsSettings(`cdktf.out/${folder}`, options.vcs),
        },
        usesAgent: mode === 'agent',
        variables: mode === 'local' ? {} : variablesOf(stack, ids, options),
        consumers: stacks
          .filter((other) => readsStateOf(other, nameOf(stack.name)))
          .map(({ name }) => nameOf(name)),
        triggeredBy: options.vcs ? stack.dependencies.map(nameOf) : [],
      };
    }),
  };
}

/** The stack that is meant would sign in as the one for all. */
function refuseUnknownStacks(named: readonly string[], stacks: readonly SynthesizedStack[]): void {
  const names = stacks.map(({ name }) => name);
  const unknown = named.find((stack) => !names.includes(stack));
  if (unknown !== undefined) {
    throw new HcpFailed(
      `--client-id '${unknown}=…': there is no stack '${unknown}'${didYouMean(unknown, names)}; the stacks are ${names.join(', ')}`,
    );
  }
}

function cloudOf({ name, json }: SynthesizedStack): CloudBlock {
  const { cloud } = json.terraform;
  if (!cloud) {
    throw new HcpFailed(
      `stack '${name}' does not keep its state in HCP Terraform: set state.backend to 'hcp' and state.organization`,
    );
  }
  return cloud as unknown as CloudBlock;
}

/** HCP Terraform's own machines have no kubelogin, so a stack that needs it runs on an agent. */
function modeOf(stack: SynthesizedStack, { execution, agentPool }: WorkspaceOptions): ExecutionMode {
  if (execution !== 'remote' || !usesKubelogin(stack)) {
    return execution;
  }
  if (agentPool === undefined) {
    throw new HcpFailed(
      `stack '${stack.name}' signs in to the cluster with kubelogin, which the machines of HCP Terraform do not have: add ` +
        '--agent-pool <name> of agents with kubelogin on their PATH; only stacks that need it run there',
    );
  }
  return 'agent';
}

function usesKubelogin({ json }: SynthesizedStack): boolean {
  return JSON.stringify(json.provider?.kubernetes ?? []).includes('"kubelogin"');
}

/** A commit starts a run of the stacks whose synthesised JSON it changes. */
function vcsSettings(folder: string, vcs: VcsOptions | undefined): Record<string, unknown> {
  if (!vcs) {
    return {};
  }
  const { repository, branch = '', oauthTokenId, githubAppInstallationId } = vcs;

  return {
    'working-directory': folder,
    'file-triggers-enabled': true,
    'trigger-patterns': [`${folder}/**`],
    'vcs-repo': {
      identifier: repository,
      branch,
      ...(oauthTokenId !== undefined
        ? { 'oauth-token-id': oauthTokenId }
        : { 'github-app-installation-id': githubAppInstallationId }),
    },
  };
}

/** With these, each run gets a token that Azure AD takes for the named application or identity. */
function variablesOf(
  stack: SynthesizedStack,
  { tenant, subscription, authority }: { tenant?: string; subscription?: string; authority: string },
  options: WorkspaceOptions,
): Record<string, string> {
  const providers = Object.keys(stack.json.terraform.required_providers ?? {});
  const clientId = options.clientId(stack.name);
  const missing = [
    !clientId && `--client-id ${stack.name}=<UUID>, the application or identity that its runs sign in as`,
    !tenant && 'azure.tenantId in the configuration, or ARM_TENANT_ID',
    providers.includes('azurerm') &&
      !subscription &&
      'azure.subscriptionId in the configuration, or ARM_SUBSCRIPTION_ID',
  ].filter((what) => what !== false && what !== undefined);
  if (!clientId || !tenant || missing.length > 0) {
    throw new HcpFailed(
      `runs of stack '${stack.name}' cannot sign in to Azure without ${missing.join(', and ')}`,
    );
  }

  return {
    TFC_AZURE_PROVIDER_AUTH: 'true',
    TFC_AZURE_RUN_CLIENT_ID: clientId,
    ARM_TENANT_ID: tenant,
    ...(providers.includes('azurerm') && { ARM_SUBSCRIPTION_ID: subscription! }),
    ...(usesKubelogin(stack) && {
      TFC_WORKLOAD_IDENTITY_AUDIENCE: AUDIENCE,
      AAD_LOGIN_METHOD: 'workloadidentity',
      AZURE_CLIENT_ID: clientId,
      AZURE_TENANT_ID: tenant,
      AZURE_AUTHORITY_HOST: `${authority}/`,
      AZURE_FEDERATED_TOKEN_FILE: TOKEN_FILE,
    }),
  };
}

function readsStateOf({ json }: SynthesizedStack, workspace: string): boolean {
  const remoteStates = Object.values(json.data?.terraform_remote_state ?? {});

  return remoteStates.some(
    ({ config }) => (config as { workspaces?: { name?: string } }).workspaces?.name === workspace,
  );
}
