import { readFileSync } from 'node:fs';
import { invocation } from '../invocation';
import { accessTable, canI } from '../../rehearsal/access/access';
import { Fault, parseFault } from '../../rehearsal/protocol/faults';
import { Rehearsal } from '../../rehearsal/rehearsal';
import { RehearsalFailed } from '../../rehearsal/rehearsal-failed';
import { loadTenant } from '../../access/directory/load-tenant';
import { Tenant } from '../../access/directory/tenant';
import { readCdktfApp } from '../../rehearsal/cdktf-app';
import { rehearsedFile, requireConfigFile, Workspace } from '../../rehearsal/workspace';
import { WorkspaceLock } from '../../rehearsal/workspace-lock';
import { shellOption, shellWord } from '../../lib/shared/shell';
import { deployersKeyOf } from '../../app/config/deployers-key';
import { written } from '../../app/config/written';
import { tenantFileOf } from '../tenant-of';
import { tellStep } from '../progress';
import { onSignals, runProgram } from '../program';
import { ensureTerraform } from '../terraform/ensure';
import { say } from '../terminal';

/** Where what is forgotten afterwards is, apart from what other rehearsals keep. */
const IN_BACKEND = '.rehearsal/in-backend';

/** Which rehearsal is meant. */
interface Which {
  readonly config?: string;
  readonly tenant?: string;
  readonly strict: boolean;
}

interface Values extends Which {
  readonly fresh: boolean;
  readonly destroy: boolean;
  readonly keep: boolean;
  readonly backend: boolean;
  readonly 'allow-replace': readonly string[];
  readonly fault: readonly string[];
  readonly 'install-terraform': boolean;
  readonly 'as-deployer'?: string;
}

/** Deploys to the stand-ins, plans again, and says who can do what. */
export async function run(values: Values): Promise<number> {
  if (values.keep && !values.destroy) {
    throw new RehearsalFailed('--keep only means something with --destroy; without it everything is kept');
  }
  if (values.backend && (values.keep || values.fresh)) {
    throw new RehearsalFailed(
      `--backend and ${values.keep ? '--keep' : '--fresh'} do not go together: with --backend nothing is kept from one rehearsal to the next`,
    );
  }

  const workspace = workspaceOf(values, values.backend ? IN_BACKEND : undefined);
  await ensureTerraform({ install: values['install-terraform'] });
  return locked(workspace, async (lock) => {
    if (values.fresh || values.backend) {
      workspace.remove();
    }
    const [first, ...others] = deployersOf(values, workspace);
    const rehearsal = rehearsalOf(workspace, {
      ...directoryOf(values),
      ...(first !== undefined && { deployer: first }),
      faults: values.fault.map(parseFault),
      allowReplace: values['allow-replace'],
      inBackend: values.backend,
      onRunning: (pids) => lock.noteTerraforms(pids),
    });
    try {
      return await rehearse(rehearsal, workspace, { ...values, others });
    } finally {
      if (values.backend) {
        workspace.remove();
      }
    }
  });
}

/** Who plays whoever deploys, one after the other. */
function deployersOf({ 'as-deployer': given }: Values, { configFile, isConfigured }: Workspace): string[] {
  if (given !== undefined) {
    return [given];
  }
  return isConfigured ? deployersKeyOf(configFile) : [];
}

/** Says whether an account may, by what the last rehearsal has left. */
export function tellCanI(
  words: readonly string[],
  values: Which & {
    readonly cluster?: string;
    readonly namespace?: string;
    readonly 'all-namespaces': boolean;
    readonly activated: boolean;
    readonly subresource?: string;
  },
): number {
  const workspace = workspaceOf(values);
  const { world, tenant } = rehearsed(workspace, values);
  const { namespace, subresource, activated } = values;
  const { allowed, text } = canI(
    {
      words,
      namespace,
      subresource,
      activated,
      allNamespaces: values['all-namespaces'],
      clusterName: values.cluster && askedClusterIn(workspace, values.cluster),
    },
    world,
    tenant,
  );
  say(text);
  return allowed ? 0 : 1;
}

/** Says once more who can do what. */
export function tellAccess(values: Which): number {
  say(accessOf(rehearsed(workspaceOf(values), values)));
  return 0;
}

/** Runs a command that is attached to the stand-ins of the last rehearsal. */
export async function runAttached([file, ...args]: readonly string[], values: Values): Promise<number> {
  if (file === undefined) {
    throw new RehearsalFailed("'--' is followed by no command: name one, such as '-- terraform version'");
  }
  const meaningless = Object.entries(values).find(
    ([name, value]) =>
      !['config', 'tenant', 'strict', 'fault', 'install-terraform', 'as-deployer'].includes(name) &&
      (Array.isArray(value) ? value.length > 0 : value),
  );
  if (meaningless) {
    throw new RehearsalFailed(`--${meaningless[0]} means nothing to a command after '--': leave it out`);
  }

  const workspace = workspaceOf(values);
  await ensureTerraform({ install: values['install-terraform'] });
  const [deployer] = deployersOf(values, workspace);
  return locked(workspace, async () =>
    attach(rehearsed(workspace, { ...values, faults: values.fault.map(parseFault), deployer }), file, args),
  );
}

function workspaceOf({ config }: Which, root?: string): Workspace {
  const workspace = new Workspace(config ?? rehearsedFile(), root);
  if (workspace.isConfigured) {
    requireConfigFile(workspace.configFile);
  }
  readCdktfApp();
  return workspace;
}

/** The directory that is given or found, or the made-up one, with everybody in it who is named. */
function directoryOf({ config, tenant, strict }: Which): {
  tenant: Tenant;
  tenantFile: string;
  assumes: boolean;
} {
  const file = tenantFileOf(tenant, config ?? rehearsedFile());
  return {
    tenant: loadTenant(file),
    tenantFile:
      file ??
      `the made-up directory, which is taken as there is no tenant file ('${invocation('tenant', 'pull')}' writes one)`,
    assumes: file === undefined && !strict,
  };
}

function rehearsalOf(
  workspace: Workspace,
  options: Omit<ConstructorParameters<typeof Rehearsal>[0], 'workspace' | 'print'>,
): Rehearsal {
  return new Rehearsal({ ...options, workspace, print: say, onStep: tellRehearsal });
}

/** Says on a terminal how far a rehearsal has got. */
function tellRehearsal(step: string, stacks?: { readonly done: number; readonly of: number }): void {
  tellStep(stacks ? `${step}, ${stacks.done} of ${stacks.of} stacks` : step);
}

/** For commands that look at what an earlier rehearsal has left. */
function rehearsed(
  workspace: Workspace,
  { faults = [], deployer, ...which }: Which & { faults?: readonly Fault[]; deployer?: string },
): Rehearsal {
  const rehearsal = rehearsalOf(workspace, {
    ...directoryOf(which),
    faults,
    ...(deployer !== undefined && { deployer }),
  });
  if (!workspace.exists) {
    throw new RehearsalFailed(
      `${workspace.configFile} has not been rehearsed yet: run '${invocation('rehearse', optionsFor(workspace).trim())}' first`,
    );
  }
  return rehearsal;
}

/** Loaded only here: what a rehearsal needs of the app runs in a process of its own, and loading it takes a second. */
function askedClusterIn({ configFile, isConfigured }: Workspace, text: string): string {
  if (!isConfigured) {
    return text;
  }
  const { askedCluster } = require('./asked-cluster') as typeof import('./asked-cluster');
  return askedCluster(text, configFile);
}

/** One at a time: states and world are files. */
async function locked<T>(workspace: Workspace, run: (lock: WorkspaceLock) => Promise<T>): Promise<T> {
  const lock = await WorkspaceLock.acquire(workspace.lockFile, workspace.configFile);
  try {
    return await run(lock);
  } finally {
    lock.release();
  }
}

/** Exit code by the rules of the configuration. What holds it against them is loaded only where there are some. */
function rulesCode(workspace: Workspace, tenant: string | undefined): number {
  if (!workspace.isConfigured || !written(workspace.configFile, 'rules')) {
    return 0;
  }
  const { tellRules } = require('./rules') as typeof import('./rules');
  return tellRules(workspace, tenant);
}

async function rehearse(
  rehearsal: Rehearsal,
  workspace: Workspace,
  options: Which & { destroy: boolean; keep: boolean; backend: boolean; others: readonly string[] },
): Promise<number> {
  const { destroy, keep, backend, tenant, others } = options;
  await untilStopped(rehearsal, async () => {
    await rehearsal.start();
    await rehearsal.deploy();
    await rehearsal.planAgain();
    for (const deployer of others) {
      await rehearsal.planAs(deployer);
    }
    if (others.length > 0) {
      say('');
    }
    say(`${accessOf(rehearsal)}\n`);

    if (destroy) {
      await rehearsal.destroy();
    }
  });
  const code = rulesCode(workspace, options.tenant);

  if (destroy && !keep) {
    workspace.remove();
  }
  say(rehearsal.timing);
  say(
    nextStep(workspace, {
      tenant,
      needsSubscription: !rehearsal.hasSubscription,
      account: rehearsal.tenant.users[0]?.userPrincipalName,
      destroyed: destroy || backend,
    }),
  );
  return code;
}

/** What to run next, with the files that were used now. */
function nextStep(workspace: Workspace, { tenant, needsSubscription, account, destroyed }: NextStep): string {
  const tenantOption = tenant === undefined ? '' : `${shellOption('--tenant', tenant)} `;
  const question = `${optionsFor(workspace)}${tenantOption}can-i ${shellWord(account ?? '')} delete pods -n shop`;
  const signIn = `az login${needsSubscription ? ' && export ARM_SUBSCRIPTION_ID=…' : ''}`;

  const ask = destroyed || !account ? '' : `Ask more:  ${invocation('rehearse', question)}\n`;
  return `\n${ask}For real:  ${signIn} && ${deployCommand(workspace)}`;
}

/** How the project deploys: by its own script when it has one. */
function deployCommand({ configFile, isConfigured }: Workspace): string {
  const prefix = isConfigured && configFile !== 'aks.yaml' ? `AKS_CONFIG=${shellWord(configFile)} ` : '';

  return `${prefix}${hasDeployScript() ? 'npm run deploy' : "npx cdktf deploy '*'"}`;
}

function hasDeployScript(): boolean {
  try {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts?: { deploy?: string } };
    return scripts?.deploy !== undefined;
  } catch {
    // Not every cdktf app is a package.
    return false;
  }
}

interface NextStep {
  readonly tenant?: string;
  readonly needsSubscription: boolean;

  /** Somebody to ask about. */
  readonly account?: string;

  readonly destroyed: boolean;
}

function accessOf(rehearsal: Rehearsal): string {
  return accessTable(rehearsal.world, rehearsal.tenant);
}

/** Names the file also where AKS_CONFIG does, which may have been set for this one command only. */
function optionsFor({ configFile }: Workspace): string {
  const isDefault = configFile === rehearsedFile() && (!process.env.AKS_CONFIG || configFile === 'aks.yaml');
  return isDefault ? '' : `${shellOption('--config', configFile)} `;
}

async function attach(rehearsal: Rehearsal, file: string, args: readonly string[]): Promise<number> {
  try {
    return await rehearsal.attached(() => runProgram(file, args, rehearsal.environment));
  } finally {
    await rehearsal.stop();
  }
}

/** Ends the stand-ins in any case; on Ctrl-C, Terraform writes its state first. */
async function untilStopped<T>(rehearsal: Rehearsal, run: () => Promise<T>): Promise<T> {
  try {
    return await onSignals((signal) => void rehearsal.interrupt(signal), run);
  } finally {
    await rehearsal.stop();
  }
}
