import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { withPrivateFiles } from './private-files';
import { RehearsalFailed } from './rehearsal-failed';
import { runsShippedApp } from './shipped-app';
import { Workspace } from './workspace';
import { systemWords } from '../app/system-error';

/** What `cdktf.json` says about the app of a folder, as far as the rehearsal needs it. */
export interface CdktfApp {
  /** Command that synthesises the app. */
  readonly command: string;

  /** What the app finds in the context of its constructs. */
  readonly context: Readonly<Record<string, unknown>>;
}

interface CdktfJson {
  readonly app?: unknown;
  readonly context?: Readonly<Record<string, unknown>>;

  /** Of CDK Terrain: the versions of Terraform and OpenTofu that will run what is synthesised. */
  readonly targetVersions?: unknown;
  readonly terraformModules?: readonly (string | { readonly source?: string })[];
}

/** Reads the app of the folder that the command runs in. */
export function readCdktfApp(file = 'cdktf.json'): CdktfApp {
  const content = parse(file);
  const { app, context, targetVersions, terraformModules = [] } = content;
  if (typeof app !== 'string' || app.trim() === '') {
    throw new RehearsalFailed(
      `${file} has no 'app': set it to the command that synthesises the app, such as "npx ts-node main.ts"`,
    );
  }

  // cdktf copies modules of the project beside the JSON, and finds them by this key.
  const cdktfRelativeModules = terraformModules.filter((module) =>
    /^\.\.?\//.test(typeof module === 'string' ? module : (module.source ?? '')),
  );
  // As the command line of CDK Terrain passes them on; cdktf does not look at them.
  const versions = targetVersions === undefined ? {} : { targetVersions };
  return { command: app, context: { ...context, ...versions, cdktfRelativeModules } };
}

function parse(file: string): CdktfJson {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw new RehearsalFailed(`${file} cannot be read: ${systemWords(error)}`);
    }
    throw new RehearsalFailed(
      `there is no ${file} in this folder: run the rehearsal in the folder of a cdktf app, or make one with 'npx cdktf-aks-aad init <folder>'`,
    );
  }

  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new RehearsalFailed(`${file} is not valid JSON: ${(error as Error).message}`);
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new RehearsalFailed(`${file} is not a JSON object`);
  }
  return content;
}

/** Synthesises the app into the workspace, as `cdktf synth` does. */
export async function synthesize({ command, context }: CdktfApp, workspace: Workspace): Promise<void> {
  workspace.prepare();
  const environment = {
    ...(workspace.isConfigured && { AKS_CONFIG: workspace.configFile }),
    CDKTF_OUTDIR: workspace.outdir,
    CDKTF_CONTEXT_JSON: JSON.stringify(context),
  };
  const isDone = runsShippedApp(command) ? succeedsHere(environment) : await succeeds(command, environment);

  if (!isDone) {
    const what = workspace.isConfigured ? 'configuration' : 'app';
    throw new RehearsalFailed(`the ${what} was not synthesised, so nothing was deployed`);
  }
  if (workspace.stacks().length === 0) {
    throw new RehearsalFailed(
      `'${command}' succeeded, but wrote no stacks to where CDKTF_OUTDIR points: let it call app.synth(), define a stack, ` +
        `and leave 'outdir' out of new App()`,
    );
  }
}

/** Loads cdktf and the stacks, which questions to a rehearsal do without. */
function succeedsHere(environment: Readonly<Record<string, string>>): boolean {
  const { synthesizeShippedApp } = require('./shipped-synthesis') as typeof import('./shipped-synthesis');
  return synthesizeShippedApp(environment);
}

/** Runs the command of an app; whether it ends well. */
async function succeeds(command: string, environment: Readonly<Record<string, string>>): Promise<boolean> {
  const child = withPrivateFiles(() =>
    spawn(command, {
      shell: true,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...environment },
    }),
  );
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return code === 0;
}
