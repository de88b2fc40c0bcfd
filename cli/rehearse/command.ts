import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { parseArgs, ParseArgsConfig } from 'node:util';
import { ConfigError } from '../../app/config';
import { invocation } from '../invocation';
import { accessTable, canI } from '../../rehearsal/access/access';
import { BackendMissing } from '../../rehearsal/backends/state-backend';
import { Fault, FAULT_KINDS, parseFault } from '../../rehearsal/protocol/faults';
import { Rehearsal } from '../../rehearsal/rehearsal';
import { RehearsalFailed, RehearsalStopped } from '../../rehearsal/rehearsal-failed';
import { loadTenant } from '../../access/directory/tenant';
import { readCdktfApp } from '../../rehearsal/cdktf-app';
import { rehearsedFile, requireConfigFile, Workspace } from '../../rehearsal/workspace';
import { WorkspaceLock } from '../../rehearsal/workspace-lock';

const USAGE = `Rehearses a deployment: real Terraform and cdktf against stand-ins for Azure AD, Azure and Kubernetes.

  ${invocation('rehearse')}
      deploy, plan again, say who can do what
  ${invocation('rehearse', 'can-i <account> <verb> <resource> [-n <namespace>]')}
      whether an account may, and by which binding
  ${invocation('rehearse', 'access')}
      who can do what, once more
  ${invocation('rehearse', '-- <command>')}
      any command, attached to the stand-ins

What is rehearsed is the app of cdktf.json in this folder.

Options, before a command:
  --config <file>        the configuration; default: AKS_CONFIG, else aks.yaml, else the app is rehearsed as it is
  --tenant <file>        the directory; default: a small company called Contoso
  --fresh                forget earlier rehearsals of this configuration
  --destroy              destroy everything afterwards, and the folder under .rehearsal with it
  --keep                 with --destroy: keep the folder
  --backend              keep state in the configured backend, started on this machine (http, pg, azurerm or hcp), and
                         forget everything afterwards
  --allow-replace <name> let a cluster be destroyed or replaced, 'cluster' for all of them; may be repeated
  --fault <kind>:<type>  let the first creation of a resource type go wrong; may be repeated
                         kinds: ${FAULT_KINDS.join(', ')}
`;

const OPTIONS = {
  config: { type: 'string' },
  tenant: { type: 'string' },
  fresh: { type: 'boolean', default: false },
  destroy: { type: 'boolean', default: false },
  keep: { type: 'boolean', default: false },
  backend: { type: 'boolean', default: false },
  'allow-replace': { type: 'string', multiple: true },
  fault: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h', default: false },
} as const satisfies ParseArgsConfig['options'];

/** Exit code of can-i when there is no answer, as 1 is the answer no. */
const NO_ANSWER = 2;

/** Where what is forgotten afterwards is, apart from what other rehearsals keep. */
const IN_BACKEND = '.rehearsal/in-backend';

const COMMANDS = ['can-i', 'access', '--'];

async function main(argv: readonly string[]): Promise<number> {
  // What stands behind a command is the command's own, dashes and all.
  const at = argv.indexOf(commandIn(argv)!);
  const [own, command, ...rest] = at < 0 ? [argv] : [argv.slice(0, at), ...argv.slice(at)];
  const { values, positionals } = parseArgs({ args: [...own], options: OPTIONS, allowPositionals: true });
  const [unknown] = positionals;
  if (unknown !== undefined) {
    throw new RehearsalFailed(
      `'${unknown}' is no command: use can-i, access, or -- and a command of your own`,
    );
  }
  refuseOptionsBehind(command, rest);

  if (values.help || (command && command !== '--' && rest.some((arg) => ['--help', '-h'].includes(arg)))) {
    console.log(USAGE);
    return 0;
  }
  if (values.keep && !values.destroy) {
    throw new RehearsalFailed('--keep only means something with --destroy; without it everything is kept');
  }

  if (values.backend && (command !== undefined || values.keep || values.fresh)) {
    const other = command ?? (values.keep ? '--keep' : '--fresh');
    throw new RehearsalFailed(
      `--backend and ${other} do not go together: with --backend nothing is kept from one rehearsal to the next`,
    );
  }

  const file = values.config ?? rehearsedFile();
  const workspace = values.backend ? new Workspace(file, IN_BACKEND) : new Workspace(file);
  if (workspace.isConfigured) {
    requireConfigFile(workspace.configFile);
  }
  readCdktfApp();
  const rehearsal = (faults: Fault[], lock?: WorkspaceLock) =>
    new Rehearsal({
      workspace,
      tenant: loadTenant(values.tenant),
      faults,
      allowReplace: values['allow-replace'],
      inBackend: values.backend,
      print: (text) => console.log(text),
      onCdktf: (pid) => lock?.noteCdktf(pid),
    });

  switch (command) {
    case 'can-i':
      return tellCanI(rehearsed(workspace, rehearsal([])), rest);
    case 'access':
      console.log(accessOf(rehearsed(workspace, rehearsal([]))));
      return 0;
    case '--':
      return locked(workspace, async () =>
        runAttached(rehearsed(workspace, rehearsal(faultsOf(values.fault))), rest),
      );
    default:
      return locked(workspace, async (lock) => {
        if (values.fresh || values.backend) {
          workspace.remove();
        }
        try {
          return await rehearse(rehearsal(faultsOf(values.fault), lock), workspace, values);
        } finally {
          if (values.backend) {
            workspace.remove();
          }
        }
      });
  }
}

function commandIn(argv: readonly string[]): string | undefined {
  return argv.find((arg) => COMMANDS.includes(arg));
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

function refuseOptionsBehind(command: string | undefined, rest: readonly string[]): void {
  const misplaced = rest.find(
    (arg) => Object.keys(OPTIONS).includes(arg.replace(/^--|=.*$/g, '')) && arg.startsWith('--'),
  );
  if (command !== undefined && command !== '--' && misplaced !== undefined && misplaced !== '--help') {
    throw new RehearsalFailed(
      `${misplaced} stands behind ${command}: options of the rehearsal come before it`,
    );
  }
}

function faultsOf(texts: readonly string[] = []): Fault[] {
  return texts.map(parseFault);
}

async function rehearse(
  rehearsal: Rehearsal,
  workspace: Workspace,
  options: { destroy: boolean; keep: boolean; backend: boolean; tenant?: string },
): Promise<number> {
  const { destroy, keep, backend, tenant } = options;
  await untilStopped(rehearsal, async () => {
    await rehearsal.start();
    await rehearsal.deploy();
    await rehearsal.planAgain();
    console.log(`${accessOf(rehearsal)}\n`);

    if (destroy) {
      await rehearsal.destroy();
    }
  });

  if (destroy && !keep) {
    workspace.remove();
  }
  console.log(rehearsal.timing);
  console.log(
    nextStep(workspace, {
      tenant,
      needsSubscription: !rehearsal.hasSubscription,
      account: rehearsal.tenant.users[0]?.userPrincipalName,
      destroyed: destroy || backend,
    }),
  );
  return 0;
}

/** What to run next, with the files that were used now. */
function nextStep(workspace: Workspace, { tenant, needsSubscription, account, destroyed }: NextStep): string {
  const tenantOption = tenant === undefined ? '' : `--tenant ${quoted(tenant)} `;
  const question = `${optionsFor(workspace)}${tenantOption}can-i ${quoted(account ?? '')} delete pods -n shop`;
  const signIn = `az login${needsSubscription ? ' && export ARM_SUBSCRIPTION_ID=…' : ''}`;

  const ask = destroyed || !account ? '' : `Ask more:  ${invocation('rehearse', question)}\n`;
  return `\n${ask}For real:  ${signIn} && ${deployCommand(workspace)}`;
}

/** How the project deploys: by its own script when it has one. */
function deployCommand({ configFile, isConfigured }: Workspace): string {
  const prefix = isConfigured && configFile !== 'aks.yaml' ? `AKS_CONFIG=${quoted(configFile)} ` : '';

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

/** A word for a shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function accessOf(rehearsal: Rehearsal): string {
  return accessTable(rehearsal.world, rehearsal.tenant);
}

function tellCanI(rehearsal: Rehearsal, args: readonly string[]): number {
  const { allowed, text } = canI(args, rehearsal.world, rehearsal.tenant);
  console.log(text);
  return allowed ? 0 : 1;
}

function optionsFor({ configFile }: Workspace): string {
  return configFile === rehearsedFile() ? '' : `--config ${quoted(configFile)} `;
}

/** For commands that look at what an earlier rehearsal has left. */
function rehearsed(workspace: Workspace, rehearsal: Rehearsal): Rehearsal {
  if (!workspace.exists) {
    throw new RehearsalFailed(
      `${workspace.configFile} has not been rehearsed yet: run '${invocation('rehearse', optionsFor(workspace).trim())}' first`,
    );
  }
  return rehearsal;
}

async function runAttached(rehearsal: Rehearsal, [file, ...args]: readonly string[]): Promise<number> {
  if (file === undefined) {
    throw new RehearsalFailed("'--' is followed by no command: name one, such as '-- terraform version'");
  }

  return rehearsal
    .attached(async () => {
      const child = spawn(file, args, { stdio: 'inherit', env: rehearsal.environment });
      const pass = (signal: NodeJS.Signals): void => {
        // Ctrl-C in a terminal has reached the command as well, and Terraform takes a second one for "at once".
        if (signal !== 'SIGINT' || !process.stdin.isTTY) {
          child.kill(signal);
        }
      };

      return onSignals(pass, async () => {
        return new Promise<number>((resolve, reject) => {
          child.on('error', (error) =>
            reject(new RehearsalFailed(`'${file}' cannot be run: ${error.message}`)),
          );
          child.on('close', (code, signal) => resolve(code ?? exitCodeOf(signal!)));
        });
      });
    })
    .finally(() => rehearsal.stop());
}

/** Ends the stand-ins in any case; on Ctrl-C, Terraform writes its state first. */
async function untilStopped<T>(rehearsal: Rehearsal, run: () => Promise<T>): Promise<T> {
  try {
    return await onSignals((signal) => void rehearsal.interrupt(signal), run);
  } finally {
    await rehearsal.stop();
  }
}

async function onSignals<T>(act: (signal: NodeJS.Signals) => void, run: () => Promise<T>): Promise<T> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  signals.forEach((signal) => process.on(signal, act));
  try {
    return await run();
  } finally {
    signals.forEach((signal) => process.off(signal, act));
  }
}

/** As shells count. */
function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

/** Bad input is told without a stack trace; anything else is a defect of this project. */
function isBadInput(error: unknown): error is Error {
  return (
    error instanceof RehearsalFailed ||
    error instanceof BackendMissing ||
    error instanceof ConfigError ||
    (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true
  );
}

// The terminal or the `head` that reads along may be gone; Terraform must end in order all the same.
[process.stdout, process.stderr].forEach((stream) => stream.on('error', () => undefined));

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(isBadInput(error) ? error.message : error);
    process.exitCode =
      error instanceof RehearsalStopped
        ? exitCodeOf(error.signal)
        : commandIn(process.argv.slice(2)) === 'can-i'
          ? NO_ANSWER
          : 1;
  },
);
