import { command } from '../command';
import { silentInvocation } from '../invocation';

/** What runs is loaded when it runs: help and completion need none of it. */
const load = () => require('./run') as typeof import('./run');
const loadRbac = () => require('./rbac/adopt-rbac') as typeof import('./rbac/adopt-rbac');

export const adopt = command({
  does: 'writes the configuration that takes a cluster over as it is',
  usage: [
    [
      `az aks show --resource-group <group> --name <name> --output json | ${silentInvocation('adopt')} > aks.yaml`,
      'from what the Azure CLI prints of the cluster',
    ],
    [silentInvocation('adopt', '<file>'), 'from a file with that JSON'],
    [
      `kubectl get clusterroles,roles,clusterrolebindings,rolebindings,namespaces,serviceaccounts -A -o json --show-managed-fields | ${silentInvocation('adopt', '--rbac')} >> aks.yaml`,
      'from its namespaces, roles and bindings: what people made, with a list of what is left out and why',
    ],
  ],
  notes: 'Only --names asks anything of Azure. Plan before you deploy: see docs/adoption.md.',
  words: ['[<file>…]'],
  options: {
    rbac: { does: 'reads what kubectl prints of RBAC, and writes namespaces, roles and access' },
    names: { does: "with --rbac: asks Microsoft Graph, as 'az login' signed in, whose the object IDs are" },
  },
  run: ({ values, words }) => (values.rbac ? loadRbac().run(words, values) : load().run(words, values)),
});
