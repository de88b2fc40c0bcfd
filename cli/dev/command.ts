import { command } from '../command';
import { invocation } from '../invocation';
import { SHARED } from '../shared-options';

/** What runs is loaded when it runs: help and completion need none of it. */
const load = () => require('./run') as typeof import('./run');

export const dev = command({
  does: 'shows problems, access, changes and the plan in a page while you edit',
  usage: [
    [invocation('dev'), 'prints the address of a page on this machine that follows what is saved'],
    [invocation('dev', '--against main'), 'shows who gains and loses what since then'],
    [
      invocation('dev', '--port 8123'),
      'at that port, to be forwarded: ssh -L 8123:127.0.0.1:8123 <host>, and open the address that is printed there',
    ],
  ],
  notes:
    'It watches the configuration, what that extends, and the tenant file. The page is for this machine and for whoever has its address, and can change nothing. Ctrl-C ends it and leaves nothing behind.',
  options: {
    config: SHARED.config,
    tenant: SHARED.tenant,
    against: { value: '<revision or file>', does: 'what to compare with; default: the last commit' },
    port: { value: '<port>', does: 'where the page is; default: one that is free' },
    editor: {
      value: '<name or address>',
      does: 'what places lead to: vscode, vscodium, cursor, idea or zed, or an address with {file}, {line} and {column}; default: vscode',
    },
    'install-terraform': SHARED['install-terraform'],
  },
  run: (input) => load().run(input.values),
});
