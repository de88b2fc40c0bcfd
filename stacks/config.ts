import type { z } from 'zod';
import { UUID } from './config-fields';
import { IssueReporter, quote } from './config-issues';
import { ConfigError, ConfigProblem } from './config-problems';
import { configSchema } from './config-schema';
import { ConfigSource } from './config-source';
import { defaultStateDirectory } from './state-directory';

export { ConfigError, ConfigProblem };

type Immutable<T> = T extends object ? { readonly [K in keyof T]: Immutable<T[K]> } : T;
type Environment = Readonly<Record<string, string | undefined>>;
type ParsedConfig = z.output<typeof configSchema>;
type LocalState = Extract<ParsedConfig['state'], { backend: 'local' }>;

/** What aks.yaml says, with the defaults of the app; where a key is undefined, the constructs have a default. */
export type AksConfig = Immutable<
  Omit<ParsedConfig, 'kubernetes' | 'state'> & {
    kubernetes: ParsedConfig['kubernetes'] & { credentials: 'kubelogin' | 'admin' };
    state: Exclude<ParsedConfig['state'], LocalState> | (LocalState & { directory: string });
  }
>;

export type ManagedAadConfig = Extract<AksConfig['aad'], { mode: 'managed' }>;
export type LegacyAadConfig = Extract<AksConfig['aad'], { mode: 'legacy' }>;
export type DefaultNodePoolConfig = NonNullable<AksConfig['cluster']['defaultNodePool']>;
export type NodePoolConfig = AksConfig['cluster']['nodePools'][number];
export type AccessConfig = AksConfig['access'][number];
export type AzureRoleConfig = AksConfig['azureRoles'][number];
export type RoleConfig = AksConfig['roles'][number];

/** The file that is read when none is named: AKS_CONFIG, else aks.yaml. */
export function configPath(env: Environment = process.env): string {
  return env.AKS_CONFIG || 'aks.yaml';
}

/**
 * Reads and checks the configuration.
 *
 * Throws one ConfigError that holds all problems.
 */
export function loadConfig(path?: string, env: Environment = process.env): AksConfig {
  const file = path ?? configPath(env);
  const source = ConfigSource.read(file);
  const reporter = new IssueReporter(source);
  const result = configSchema.safeParse(source.content, { error: reporter.error, reportInput: true });

  const problems = [
    ...reporter.problems(result.error?.issues ?? []),
    ...environmentProblems(source.content, env),
  ];
  if (!result.success || problems.length > 0) {
    throw new ConfigError(problems);
  }
  return withDefaults(result.data, file, env);
}

/** The defaults that depend on other keys or on the environment. */
function withDefaults(config: ParsedConfig, file: string, env: Environment): AksConfig {
  const defaultCredentials = config.aad.mode === 'legacy' ? 'admin' : 'kubelogin';
  return {
    ...config,
    azure: {
      ...config.azure,
      tenantId: config.azure.tenantId ?? nonEmpty(env.ARM_TENANT_ID),
      subscriptionId: config.azure.subscriptionId ?? nonEmpty(env.ARM_SUBSCRIPTION_ID),
    },
    kubernetes: { ...config.kubernetes, credentials: config.kubernetes.credentials ?? defaultCredentials },
    state: withDirectory(config.state, file),
  };
}

function withDirectory(state: ParsedConfig['state'], file: string): AksConfig['state'] {
  return state.backend === 'local'
    ? { ...state, directory: state.directory ?? defaultStateDirectory(file) }
    : state;
}

function environmentProblems(content: unknown, env: Environment): ConfigProblem[] {
  const azure = (content as { azure?: { tenantId?: unknown; subscriptionId?: unknown } | null }).azure;
  return [
    ...environmentProblem('ARM_TENANT_ID', 'tenant', azure?.tenantId, env),
    ...environmentProblem('ARM_SUBSCRIPTION_ID', 'subscription', azure?.subscriptionId, env),
  ];
}

/** Only a variable that is used, because the file does not set its key, is looked at. */
function environmentProblem(
  name: string,
  owner: string,
  configured: unknown,
  env: Environment,
): ConfigProblem[] {
  const value = nonEmpty(env[name]);
  if (configured !== undefined || value === undefined || UUID.test(value)) {
    return [];
  }
  const rule = `use the ID of a ${owner}, a UUID of the form 00000000-0000-0000-0000-000000000000`;
  return [{ file: `environment variable ${name}`, message: `${quote(value)} is not valid: ${rule}` }];
}

/** CI systems set a variable without a value to an empty text. */
function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
