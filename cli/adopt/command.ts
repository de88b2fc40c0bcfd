import { command } from '../command';
import { silentInvocation } from '../invocation';
import { SHARED } from '../shared-options';
import { docsPage } from '../../access/docs-page';

/** What runs is loaded when it runs: help and completion need none of it. */
const load = () => require('./run') as typeof import('./run');

export const adopt = command({
  does: 'writes the configuration that takes clusters over as they are',
  usage: [
    [
      `az aks show --resource-group <group> --name <name> --output json | ${silentInvocation('adopt')} > aks.yaml`,
      'from what the Azure CLI prints of the cluster',
    ],
    [
      silentInvocation('adopt', '<file>…'),
      'from files: az aks show, az aks list, az resource show or ARM itself, of one cluster or several; beside them node pools, planned maintenance, role assignments, the resource group, and the group of administrators or the applications of legacy Azure AD',
    ],
    [
      `kubectl get clusterroles,roles,clusterrolebindings,rolebindings,namespaces,serviceaccounts -A -o json --show-managed-fields | ${silentInvocation('adopt', '--rbac')} >> aks.yaml`,
      'from its namespaces, roles and bindings: what people made, with a list of what is left out and why',
    ],
  ],
  notes: `What is not carried over is listed at the top, with what the next apply does with it; a cluster that would be replaced is refused. Only --names asks anything of Azure. Plan before you deploy: see ${docsPage('adoption.md')}.`,
  words: ['[<file>…]'],
  options: {
    output: { value: '<folder>', does: 'where to write; a file for each cluster, in place of one for all' },
    rbac: { does: 'reads what kubectl prints of RBAC, and writes namespaces, roles and access' },
    tenant: SHARED.tenant,
    names: { does: "with --rbac: asks Microsoft Graph, as 'az login' signed in, whose the object IDs are" },
  },
  run: ({ values, words }) => load().run(words, values),
});
