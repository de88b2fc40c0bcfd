import { command } from '../command';
import { invocation, silentInvocation } from '../invocation';
import { SHARED } from '../options';

/** What runs is loaded when it runs: help and completion need none of it. */
const load = () => require('./run') as typeof import('./run');

export const access = command({
  does: 'says who may do what, and who gains and loses what',
  usage: [
    [invocation('access'), 'writes access.md, access.html and access.json'],
    [silentInvocation('access', '--format markdown'), 'prints one of them'],
    [
      silentInvocation('access', '--against <revision or file>'),
      'prints who has gained and lost what since then; exit code 2 when somebody gets a way to the top',
    ],
  ],
  notes: 'It takes the configuration alone: no cluster, no Terraform, no credentials.',
  options: {
    config: SHARED.config,
    cluster: { ...SHARED.cluster, does: `${SHARED.cluster.does}; default: each, in a folder of its own` },
    tenant: SHARED.tenant,
    strict: { does: 'refuses whoever is not in the directory, with file and line' },
    output: { ...SHARED.output, does: `${SHARED.output.does}; default: access-report` },
    format: { value: '<form>', choices: ['markdown', 'html', 'json'], does: 'prints one form of the report' },
    against: { value: '<revision or file>', does: 'what to compare with, such as main, HEAD~1 or old.yaml' },
  },
  run: (input) => load().run(input.values),
});
