import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invocation } from '../invocation';
import { readCdktfApp, synthesize } from '../../rehearsal/cdktf-app';
import { RehearsalFailed } from '../../rehearsal/rehearsal-failed';
import { Workspace } from '../../rehearsal/workspace';
import { ConfigError, configPath, loadConfig } from '../../app/config';
import { stateName } from '../../app/state/name';
import { ChangePlanner } from './changes';
import { HcpClient } from './client';
import { findCredentials } from './credentials';
import { DesiredOrganization, desiredOrganization } from './desired-workspaces';
import { HcpFailed } from './hcp-failed';
import { parseOptions, WorkspaceOptions } from './options';

const USAGE = `Creates and updates the workspaces of HCP Terraform or Terraform Enterprise that the stacks need.

  ${invocation('workspaces')}                     as AKS_CONFIG, else aks.yaml says, with state.backend: hcp
  ${invocation('workspaces', '--dry-run')}        what it would change

Options:
  --execution <mode>       where Terraform runs: local, remote or agent; default: local for new workspaces
  --agent-pool <name>      agents with kubelogin; with --execution remote for the stacks that need it
  --client-id [<stack>=]<UUID>
                           application or identity that runs sign in to Azure as; may be repeated
  --terraform-version <v>  version for runs; default: what the workspace has
  --vcs <owner/repository> commits start runs, of the cdktf.out in the repository
  --vcs-branch <name>      default: the default branch
  --vcs-oauth-token <ID>, --vcs-github-app <ID>
                           connection to the repository; IDs from the settings of the organization
`;

async function main(argv: readonly string[]): Promise<void> {
  const options = parseOptions(argv);
  if (!options) {
    console.log(USAGE);
    return;
  }

  const desired = await readDesired(options);
  const client = new HcpClient(desired.host, findCredentials(desired.host));
  const { changes, notes } = await new ChangePlanner(client, desired, options).plan();
  notes.forEach((note) => console.log(`note: ${note}`));

  if (changes.length === 0) {
    console.log(`No changes: the ${desired.workspaces.length} workspaces are as they should be.`);
    return;
  }
  for (const { text, make } of changes) {
    if (!options.isDryRun) {
      await make();
    }
    console.log(text);
  }
  console.log(`\n${changes.length} changes ${options.isDryRun ? 'to make; nothing was changed' : 'made'}.`);
}

/** Synthesises into a folder of its own, so that no cdktf.out is touched. */
async function readDesired(options: WorkspaceOptions): Promise<DesiredOrganization> {
  const { state } = loadConfig();
  if (state.backend !== 'hcp') {
    throw new HcpFailed(
      `state.backend is '${state.backend}' in ${configPath()}: workspaces are for 'hcp', see docs/hcp-terraform.md`,
    );
  }

  const root = mkdtempSync(join(tmpdir(), 'workspaces-'));
  try {
    const workspace = new Workspace(configPath(), root);
    await synthesize(readCdktfApp(), workspace);
    return desiredOrganization(workspace.stacks(), options, {
      nameOf: (stack) => stateName(state, stack),
      outdir: workspace.outdir,
      env: process.env,
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Bad input is told without a stack trace; anything else is a defect of this project. */
function isBadInput(error: unknown): error is Error {
  return (
    error instanceof HcpFailed ||
    error instanceof ConfigError ||
    error instanceof RehearsalFailed ||
    (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true
  );
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(isBadInput(error) ? error.message : error);
  process.exitCode = 1;
});
