import { Construct } from 'constructs';
import { AadAksClusterProps } from '../aad-aks-cluster-props';
import { ValidationError } from '../shared/errors';

/** Props whose default is that of a new cluster, and would replace most of those that exist; each with what to give. */
const REPLACING: readonly (readonly [
  prop: string,
  given: (props: AadAksClusterProps) => unknown,
  fix: string,
])[] = [
  [
    'network',
    ({ network, aad }) => network ?? aad.isLegacy,
    'AksNetwork.existing() leaves the network as it is, whatever it is',
  ],
  [
    'defaultNodePool.name',
    ({ defaultNodePool }) => defaultNodePool?.name,
    "'az aks show --query agentPoolProfiles[].name' names the pools",
  ],
  [
    'apiServer.dnsPrefix',
    ({ apiServer }) => apiServer?.dnsPrefix ?? apiServer?.fqdnSubdomain,
    "'az aks show --query dnsPrefix' prints it",
  ],
];

/** Refuses to take a cluster over that the defaults of the construct would delete and recreate. */
export function requireWhatReplaces(props: AadAksClusterProps, scope: Construct): void {
  const missing = REPLACING.filter(([, given]) => !given(props));
  if (missing.length > 0) {
    const fixes = missing.map(([prop, , fix]) => `'${prop}' (${fix})`).join(', ');
    throw new ValidationError(
      `a cluster that is imported needs what its default would replace it for: set ${fixes}`,
      scope,
    );
  }
}
