import { command } from '../command';
import { invocation } from '../invocation';
import { SHARED } from '../shared-options';

/** What runs is loaded when it runs: help and completion need none of it. */
const load = () => require('./run') as typeof import('./run');

export const doctor = command({
  does: 'says why an account cannot get in, or why a deployment would fail, and the fix',
  usage: [
    [invocation('doctor', 'alice@contoso.com'), 'asks Microsoft Graph and Azure; changes nothing'],
    [invocation('doctor'), 'whether this machine and whoever is signed in can deploy the configuration'],
  ],
  notes:
    "Signs in as 'az login' did, or with whatever else @azure/identity finds. Exit code: 0 everything is right, 1 something\n" +
    'is wrong, 2 not everything could be checked.',
  words: ['[<account>]'],
  failsWith: 2,
  options: {
    config: SHARED.config,
    cluster: {
      ...SHARED.cluster,
      does: `${SHARED.cluster.does}, which also says the subscription where none is configured`,
    },
  },
  run: (input) => load().run(input.words[0], input.values),
});
