import { command } from '../command';
import { silentInvocation } from '../invocation';
import { SHARED } from '../shared-options';

/** What runs is loaded when it runs: help and completion need none of it. */
const load = () => require('./run') as typeof import('./run');

export const manifests = command({
  does: 'prints roles, bindings and namespaces as YAML for kubectl apply and GitOps',
  usage: [
    [silentInvocation('manifests'), 'to standard output'],
    [
      silentInvocation('manifests', '--output <folder>'),
      'one file for each object; removes those that it wrote before and that no longer belong, exit code 2 when some are left',
    ],
  ],
  options: {
    config: SHARED.config,
    cluster: SHARED.cluster,
    tenant: {
      ...SHARED.tenant,
      does: `${SHARED.tenant.does}, else whoever is looked up is taken to exist`,
    },
    strict: SHARED.strict,
    output: SHARED.output,
  },
  run: (input) => load().run(input.values),
});
