import { command } from '../command';
import { invocation } from '../invocation';
import { SHARED } from '../shared-options';

/** What runs is loaded when it runs: help and completion need none of it. */
const load = () => require('./run') as typeof import('./run');

export const workspaces = command({
  does: 'creates and updates the workspaces of HCP Terraform that the stacks need',
  usage: [
    [invocation('workspaces'), 'as the configuration says, with state.backend: hcp'],
    [invocation('workspaces', '--dry-run'), 'what it would change'],
  ],
  options: {
    config: SHARED.config,
    'dry-run': { does: 'says what it would change, and changes nothing' },
    execution: {
      value: '<mode>',
      choices: ['local', 'remote', 'agent'],
      does: 'where Terraform runs; default: local for new workspaces',
    },
    'agent-pool': {
      value: '<name>',
      does: 'agents with kubelogin; with --execution remote for the stacks that need it',
    },
    'client-id': {
      value: '[<stack>=]<UUID>',
      isRepeatable: true,
      does: 'application or identity that runs sign in to Azure as',
    },
    'terraform-version': { value: '<version>', does: 'version for runs; default: what the workspace has' },
    vcs: {
      value: '<owner/repository>',
      does: 'commits start runs, of the cdktf.out in the repository',
    },
    'vcs-branch': { value: '<branch>', does: 'branch whose commits start runs; default: the default branch' },
    'vcs-oauth-token': {
      value: '<ID>',
      does: 'connection to the repository; an ID from the settings of the organization',
    },
    'vcs-github-app': { value: '<ID>', does: 'the same for the GitHub App' },
  },
  run: (input) => load().run(input.values),
});
