import { CommandFailed } from '../../access/command-failed';
import { command } from '../command';
import { invocation, silentInvocation } from '../invocation';
import { SHARED } from '../shared-options';

/** What runs is loaded when it runs: help and completion need none of it. */
const load = () => require('./run') as typeof import('./run');

const SHARED_BY_BOTH = {
  config: SHARED.config,
  tenant: SHARED.tenant,
  from: {
    value: '<folder>',
    does: 'takes the answers from files that az rest has written, and prints the commands for those which are missing',
  },
} as const;

const pull = command({
  does: 'writes tenant.yaml: whom and what the configuration names, as the directory and Azure have it',
  usage: [[invocation('tenant', 'pull'), 'asks Microsoft Graph and Azure']],
  notes:
    "Signs in as 'az login' did, or with whatever else @azure/identity finds. Exit code: 0 everything is in the file, 2 something that\n" +
    'is named is missing or may not be read, and the rest is in the file.',
  options: {
    ...SHARED_BY_BOTH,
    pseudonyms: {
      does: 'keeps IDs and who is in which group, and makes up the names of all whom the configuration does not name itself',
    },
  },
  run: (input) => load().pull(input.values),
});

const check = command({
  does: 'compares tenant.yaml with the directory of today, and says what that does to access',
  usage: [[silentInvocation('tenant', 'check'), 'prints who has joined, left, been renamed or disabled']],
  notes:
    'Prints nothing to standard output when nothing has changed. Exit code: 0 nobody gets a way to the top of a cluster by it, 2 somebody\n' +
    'does, 1 it cannot be told.',
  options: {
    ...SHARED_BY_BOTH,
    cluster: { ...SHARED.cluster, does: `${SHARED.cluster.does}; default: each` },
  },
  run: (input) => load().check(input.values),
});

export const tenant = command({
  does: 'reads your directory into a file, and says what has changed in it since',
  usage: [
    [invocation('tenant', 'pull'), 'writes tenant.yaml, which everything else then takes'],
    [
      silentInvocation('tenant', 'check'),
      'prints what has changed since, and who gains and loses what by it',
    ],
  ],
  options: {},
  subcommands: { pull, check },
  run: () => {
    throw new CommandFailed(`tenant needs to be told what to do: ${invocation('tenant', 'pull')}, or check`);
  },
});
