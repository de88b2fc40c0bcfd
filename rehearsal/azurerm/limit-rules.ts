import {
  adminUsernameProblem,
  nodeLabelProblem,
  rangesProblem,
  sshPublicKeyProblem,
  tagsProblem,
} from '../../lib/shared/azure-limits';
import { isObject, State } from '../protocol/values';
import { block, text } from '../world/attributes';
import { Problem, Rule } from '../world/behaviour';
import { invalidParameter, onCluster } from './cluster-rules';

const LEARN = 'https://learn.microsoft.com/azure';

/** AKS puts it on spot nodes itself, and takes it there. */
const SPOT_LABEL = 'kubernetes.azure.com/scalesetpriority';

const TAGGED = ['azurerm_resource_group', 'azurerm_kubernetes_cluster', 'azurerm_user_assigned_identity'];

/** What Azure refuses of ranges, names, keys, labels and tags; our constructs refuse it at synth, resources by hand get here. */
export const limitRules: readonly Rule[] = [
  onCluster({
    refuses:
      'ranges of services and pods that overlap, that AKS keeps for itself or that are too large, and a DNS address that is not in the first',
    source: `${LEARN}/aks/configure-azure-cni`,
    check: (cluster) => {
      const profile = block(cluster, 'network_profile');
      const found = rangesProblem({
        serviceCidr: text(profile, 'service_cidr'),
        podCidr: text(profile, 'pod_cidr'),
        dnsServiceIp: text(profile, 'dns_service_ip'),
      });
      return found && invalidParameter(`${found.key} ${found.problem}`, 'network_profile');
    },
  }),
  onCluster({
    refuses: 'a reserved name for the administrator of the nodes, and an invalid SSH key',
    source: `${LEARN}/virtual-machines/linux/faq#what-are-the-username-requirements-when-creating-a-vm-`,
    check: (cluster) => {
      const profile = block(cluster, 'linux_profile');
      const [name, key] = [
        text(profile, 'admin_username'),
        text(block(profile ?? {}, 'ssh_key'), 'key_data'),
      ];
      const problem =
        (name === undefined ? undefined : adminUsernameProblem(name)) ??
        (key === undefined ? undefined : sshPublicKeyProblem(key));
      return problem === undefined ? undefined : invalidParameter(problem, 'linux_profile');
    },
  }),
  onCluster({
    refuses: "a label of AKS' own on the nodes of the default pool",
    source: `${LEARN}/aks/use-labels#reserved-prefixes`,
    check: (cluster) => labelProblem(block(cluster, 'default_node_pool'), 'default_node_pool'),
  }),
  {
    on: 'azurerm_kubernetes_cluster_node_pool',
    refuses: "a label of AKS' own on the nodes",
    source: `${LEARN}/aks/use-labels#reserved-prefixes`,
    at: 'apply',
    check: (pool) => labelProblem(pool, 'node_labels'),
  },
  ...TAGGED.map((on): Rule => ({
    on,
    refuses: 'tags whose names differ in case only, and characters that names of tags do not have',
    source: `${LEARN}/azure-resource-manager/management/tag-resources#limitations`,
    at: 'apply',
    check: (object) => {
      const problem = isObject(object.tags) ? tagsProblem(object.tags as Record<string, string>) : undefined;
      return problem === undefined ? undefined : invalidParameter(`tags: ${problem}`, 'tags');
    },
  })),
];

function labelProblem(pool: State | undefined, attribute: string): Problem | undefined {
  const labels = isObject(pool?.node_labels) ? Object.keys(pool.node_labels) : [];
  const isSpot = text(pool, 'priority') === 'Spot';
  const [problem] = labels
    .filter((label) => !(isSpot && label === SPOT_LABEL))
    .flatMap((label) => nodeLabelProblem(label) ?? []);
  return problem === undefined ? undefined : invalidParameter(problem, attribute);
}
