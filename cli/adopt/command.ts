import { command } from '../command';
import { silentInvocation } from '../invocation';

/** What runs is loaded when it runs: help and completion need none of it. */
const load = () => require('./run') as typeof import('./run');

export const adopt = command({
  does: 'writes the configuration that takes a cluster over as it is',
  usage: [
    [
      `az aks show --resource-group <group> --name <name> --output json | ${silentInvocation('adopt')} > aks.yaml`,
      'from what the Azure CLI prints of the cluster',
    ],
    [silentInvocation('adopt', '<file>'), 'from a file with that JSON'],
  ],
  notes:
    'Nothing is asked of Azure. Access has to be added by hand. Plan before you deploy: see docs/adoption.md.',
  words: ['[<file>]'],
  options: {},
  run: (input) => load().run(input.words[0]),
});
