import { command } from '../command';
import { ownFramework } from '../frameworks';
import { invocation } from '../invocation';
import { SHARED } from '../shared-options';

/** What runs is loaded when it runs: help and completion need none of it. */
const load = () => require('./run') as typeof import('./run');

const CALL = invocation('deploy');

export const deploy = command({
  does: `deploys all stacks for real, with the command line of ${ownFramework()}`,
  usage: [
    [CALL, 'plans all stacks, asks, and deploys, each behind those that it needs'],
    [`${CALL} -- --auto-approve`, `the same without a question; what follows '--' is for ${ownFramework()}`],
  ],
  notes: `This is '${ownFramework()} deploy "*"', with terraform.parallelism of the configuration passed on to Terraform.`,
  takesRest: 'options',
  options: { config: SHARED.config },
  run: (input) => load().run(input.rest ?? [], input.values),
});
