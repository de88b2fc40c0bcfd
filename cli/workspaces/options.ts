import { parseArgs } from 'node:util';
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
  readonly vcs?: VcsOptions;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const MODES: readonly ExecutionMode[] = ['local', 'remote', 'agent'];

export const OPTIONS = {
  'dry-run': { type: 'boolean', default: false },
  execution: { type: 'string' },
  'agent-pool': { type: 'string' },
  'client-id': { type: 'string', multiple: true, default: [] as string[] },
  'terraform-version': { type: 'string' },
  vcs: { type: 'string' },
  'vcs-branch': { type: 'string' },
  'vcs-oauth-token': { type: 'string' },
  'vcs-github-app': { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Reads the options; undefined when they ask for help. Throws with all that is wrong with them. */
export function parseOptions(argv: readonly string[]): WorkspaceOptions | undefined {
  const { values } = parseArgs({ args: [...argv], options: OPTIONS });
  if (values.help) {
    return undefined;
  }
  const execution = (values.execution ?? 'local') as ExecutionMode;
  const clientIds = values['client-id'].map((text) => {
    const [id, stack] = text.split('=').reverse();
    return { id: id!, stack };
  });
  const vcsOnly = ['vcs-branch', 'vcs-oauth-token', 'vcs-github-app'] as const;
  const connections = [values['vcs-oauth-token'], values['vcs-github-app']].filter((id) => id !== undefined);

  const problems = [
    !MODES.includes(execution) && `--execution '${execution}' is not one of ${MODES.join(', ')}`,
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
