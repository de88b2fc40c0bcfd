import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCdktfApp, synthesize } from '../../rehearsal/cdktf-app';
import { Workspace } from '../../rehearsal/workspace';
import { configPath, loadConfig } from '../../app/config';
import { stateName } from '../../app/state/name';
import { ChangePlanner } from './changes';
import { crowdedIdentities } from './crowded-identities';
import { HcpClient } from './client';
import { findCredentials } from './credentials';
import { DesiredOrganization, desiredOrganization } from './desired-workspaces';
import { HcpFailed } from './hcp-failed';
import { Values, workspaceOptions, WorkspaceOptions } from './options';
import { stoppedBy } from '../ask';
import { onSignals } from '../program';
import { say } from '../terminal';
import { visible } from '../../lib/shared/visible';
import { docsPage } from '../../access/docs-page';

/** Makes the workspaces what the stacks need. */
export async function run(values: Values & { readonly config?: string }): Promise<number> {
  const options = workspaceOptions(values);
  const configuration = values.config ?? configPath();

  const desired = await readDesired(configuration, options);
  const client = new HcpClient(desired.host, findCredentials(desired.host));
  const { changes, notes } = await new ChangePlanner(client, desired, options).plan();
  [...notes, ...crowdedIdentities(desired.workspaces)].forEach((note) => say(visible(`note: ${note}`)));

  if (changes.length === 0) {
    say(`No changes: the ${desired.workspaces.length} workspaces are as they should be.`);
    return 0;
  }
  for (const [i, { text, make }] of changes.entries()) {
    if (!options.isDryRun) {
      await make().catch((error: unknown) => {
        throw error instanceof HcpFailed ? unfinished(error, text, [i, changes.length]) : error;
      });
    }
    say(visible(text));
  }
  say(`\n${changes.length} changes ${options.isDryRun ? 'to make; nothing was changed' : 'made'}.`);
  return 0;
}

/** What has been made, and what has not, when a change fails; of one that nobody has answered, nobody knows. */
function unfinished({ message }: HcpFailed, text: string, [made, all]: readonly [number, number]): HcpFailed {
  return new HcpFailed(
    `${message}\n${made} of ${all} changes are made. The next, '${visible(text)}', is not confirmed, and those after it are not ` +
      'made: run this again, which looks up what is there and makes the rest',
  );
}

/** Synthesises into a folder of its own, so that no cdktf.out is touched. */
async function readDesired(configuration: string, options: WorkspaceOptions): Promise<DesiredOrganization> {
  const { state } = loadConfig(configuration);
  if (state.backend !== 'hcp') {
    throw new HcpFailed(
      `state.backend is '${state.backend}' in ${configuration}: workspaces are for 'hcp', see ${docsPage('hcp-terraform.md')}`,
    );
  }

  const root = mkdtempSync(join(tmpdir(), 'workspaces-'));
  try {
    const workspace = new Workspace(configuration, root);
    await synthesizeWhole(workspace);
    return desiredOrganization(workspace.stacks(), options, {
      nameOf: (stack) => stateName(state, stack),
      outdir: workspace.outdir,
      env: process.env,
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The app writes into the folder until it ends, so a signal counts only then: the folder would be left behind. */
async function synthesizeWhole(workspace: Workspace): Promise<void> {
  let stopped: NodeJS.Signals | undefined;
  const refuseIfStopped = (): void => {
    if (stopped !== undefined) {
      throw stoppedBy(stopped, 'no workspace was changed');
    }
  };
  try {
    await onSignals(
      (signal) => (stopped ??= signal),
      () => synthesize(readCdktfApp(), workspace),
    );
  } catch (error) {
    refuseIfStopped();
    throw error;
  }
  refuseIfStopped();
}
