import { HcpFailed } from './hcp-failed';

export type ExecutionMode = 'local' | 'remote' | 'agent';

/** The repository whose commits start runs. */
export interface VcsOptions {
  readonly repository: string;
  readonly branch?: string;
  readonly oauthTokenId?: string;
  readonly githubAppInstallationId?: string;
}

/** What the command line says about the workspaces. */
export interface WorkspaceOptions {
  readonly isDryRun: boolean;
  readonly execution: ExecutionMode;

  /** Whether the command line says so; else workspaces that exist keep what they have. */
  readonly isExecutionGiven: boolean;
  readonly agentPool?: string;
  readonly terraformVersion?: string;

  /** Who runs sign in as: for a stack, or for all that name none. */
  clientId(stack: string): string | undefined;

  /** Stacks that somebody is named for. */
  readonly stacksWithClientId: readonly string[];
  readonly vcs?: VcsOptions;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The options of the command line, as they are given. */
export interface Values {
  readonly 'dry-run': boolean;
  readonly execution?: string;
  readonly 'agent-pool'?: string;
  readonly 'client-id': readonly string[];
  readonly 'terraform-version'?: string;
  readonly vcs?: string;
  readonly 'vcs-branch'?: string;
  readonly 'vcs-oauth-token'?: string;
  readonly 'vcs-github-app'?: string;
}

/** Reads the options; throws with all that does not fit together. */
export function workspaceOptions(values: Values): WorkspaceOptions {
  const execution = (values.execution ?? 'local') as ExecutionMode;
  const clientIds = values['client-id'].map((text) => {
    const [id, stack] = text.split('=').reverse();
    return { id: id!, stack };
  });
  const vcsOnly = ['vcs-branch', 'vcs-oauth-token', 'vcs-github-app'] as const;
  const connections = [values['vcs-oauth-token'], values['vcs-github-app']].filter((id) => id !== undefined);

  const problems = [
    execution === 'agent' &&
      values['agent-pool'] === undefined &&
      '--execution agent needs --agent-pool <name>',
    execution === 'local' &&
      values['agent-pool'] !== undefined &&
      '--agent-pool has no effect with --execution local',
    execution === 'local' &&
      values.vcs !== undefined &&
      '--vcs starts runs, which --execution local does not have',
    execution === 'local' &&
      clientIds.length > 0 &&
      '--client-id is for runs, which --execution local does not have',
    ...clientIds.map(
      ({ stack }, i) =>
        clientIds.findIndex((one) => one.stack === stack) < i &&
        `--client-id is given twice for ${stack === undefined ? 'all stacks' : `stack '${stack}'`}: which of the two is meant?`,
    ),
    ...clientIds.map(({ id }) => !UUID.test(id) && `--client-id '${id}' is not a UUID, or <stack>=<UUID>`),
    values.vcs !== undefined &&
      !/^[^/\s]+\/\S+$/.test(values.vcs) &&
      `--vcs '${values.vcs}' is not <owner>/<repository>`,
    values.vcs !== undefined &&
      connections.length !== 1 &&
      '--vcs needs one of --vcs-oauth-token <ot-…> and --vcs-github-app <ghain-…>: an ID from the settings of the organization, not a secret',
    ...vcsOnly.map(
      (name) => values.vcs === undefined && values[name] !== undefined && `--${name} needs --vcs`,
    ),
  ].filter((problem) => problem !== false);
  if (problems.length > 0) {
    throw new HcpFailed(problems.join('\n'));
  }

  return {
    isDryRun: values['dry-run'],
    execution,
    isExecutionGiven: values.execution !== undefined,
    agentPool: values['agent-pool'],
    terraformVersion: values['terraform-version'],
    clientId: (stack) =>
      (clientIds.find((one) => one.stack === stack) ?? clientIds.find((one) => !one.stack))?.id,
    stacksWithClientId: clientIds.flatMap(({ stack }) => stack ?? []),
    vcs:
      values.vcs === undefined
        ? undefined
        : {
            repository: values.vcs,
            branch: values['vcs-branch'],
            oauthTokenId: values['vcs-oauth-token'],
            githubAppInstallationId: values['vcs-github-app'],
          },
  };
}
