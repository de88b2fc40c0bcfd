import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { AadAksAutomaticClusterProps } from '../aad-aks-automatic-cluster-props';
import { KubernetesConnection } from '../kubernetes-connection';
import type { IRbacRole } from '../rbac-role';
import { ValidationError } from '../shared/errors';
import { PolicyRule } from '../shared/policy-rules';
import { warn } from '../shared/warn';
import { boundPlaces } from './bound-places';
import { requireReachable } from './cluster-api-server';
import { requireIdentity } from './cluster-identity';
import { requireSubnetId } from './cluster-network';
import { requirePlace } from './cluster-rules';
import { isLiteral } from './guards';

/*
 * What AKS Automatic refuses of roles and bindings: "Overview of AKS Automatic clusters with managed system node pools", security
 * restrictions, https://learn.microsoft.com/azure/aks/automatic/aks-automatic-managed-system-node-pools-about.
 */

/** Where AKS keeps what it manages. */
const SYSTEM_NAMESPACE = 'kube-system';

/** Names of subresources that let somebody past the API server to the nodes. A lone `*` is warned about on every cluster. */
const NODE_PROXY = ['nodes/proxy', 'nodes/*', '*/proxy'];

const PRIVILEGED = 'cluster-admin';

/** Refuses a cluster of AKS Automatic that can never deploy. */
export function requireAutomaticCluster(props: AadAksAutomaticClusterProps, scope: Construct): void {
  const { network, identity, privateCluster, authorizedIpRanges } = props;
  requirePlace(props, scope);
  if (identity) {
    requireIdentity(identity, scope);
  }
  if (identity?._kind === 'ServicePrincipal') {
    throw new ValidationError(
      'identity is a service principal, which AKS Automatic does not take: use AksIdentity.systemAssigned() or .userAssigned()',
      scope,
    );
  }
  requireReachable(
    {
      ...('authorizedIpRanges' in props && { authorizedIpRanges }),
      privateCluster: privateCluster !== undefined,
      privateDnsZone: privateCluster?.privateDnsZone,
      publicFqdn: privateCluster?.publicFqdn,
    },
    identity,
    scope,
  );
  if (!network) {
    return;
  }
  const subnets = Object.entries({
    nodeSubnetId: network.nodeSubnetId,
    systemNodeSubnetId: network.systemNodeSubnetId,
    apiServerSubnetId: network.apiServerSubnetId,
  });
  subnets.forEach(([prop, subnet], i) => {
    requireSubnetId(prop, subnet, scope);
    const same = subnets.slice(0, i).find(([, other]) => other.toLowerCase() === subnet.toLowerCase());
    if (same && isLiteral(subnet)) {
      throw new ValidationError(
        `${prop} '${subnet}' is also ${same[0]}: AKS Automatic needs a subnet for each`,
        scope,
      );
    }
  });
  if (identity?._kind !== 'UserAssigned') {
    throw new ValidationError(
      'network of your own needs an identity that may join its subnets before the cluster exists: use AksIdentity.userAssigned()',
      scope,
    );
  }
}

/** Refuses, at synth, a binding that a cluster of AKS Automatic does not take. */
export function refuseBindingOnAutomatic(
  binding: Construct,
  connection: KubernetesConnection | undefined,
  role: IRbacRole,
  namespace: string | undefined,
): void {
  refuseOnAutomatic(binding, connection, () => [
    ...problemOfNamespace(namespace),
    ...(namespace === undefined && role.name === PRIVILEGED
      ? [
          `AKS Automatic takes no binding to '${PRIVILEGED}' in the whole cluster: grant AzureRole.RBAC_CLUSTER_ADMIN by ` +
            'grantAzureRole() of the cluster, or bind another role [automatic-privileged-role]',
        ]
      : []),
  ]);
}

/** The same of a role, with a warning where its rules do not reach as far as they say. */
export function refuseRoleOnAutomatic(
  role: Construct & IRbacRole & { readonly namespace?: string },
  connection: KubernetesConnection | undefined,
  rules: readonly PolicyRule[],
): void {
  refuseOnAutomatic(role, connection, () => [
    ...problemOfNamespace(role.namespace),
    ...rules.flatMap(({ resources = [] }) =>
      resources
        .filter((resource) => NODE_PROXY.includes(resource))
        .map(
          (resource) =>
            `AKS Automatic takes no role that grants '${resource}', by which its restrictions are left behind: leave it out [automatic-node-proxy]`,
        ),
    ),
  ]);
  warn(role, 'automatic-system-secrets', () => {
    const readsSecrets = rules.some(
      ({ resources = [], resourceNames = [] }) => resources.includes('secrets') && resourceNames.length === 0,
    );
    const isHere = readsSecrets && isOnAutomatic(role, connection);
    return isHere && boundPlaces(TerraformStack.of(role), connection, [role.name]).inCluster
      ? `${role.kind} '${role.name}' is bound in the whole cluster, and AKS Automatic keeps the secrets of ${SYSTEM_NAMESPACE} from everybody: bind it in namespaces`
      : undefined;
  });
}

/** The same of whatever is in a namespace. */
export function refuseNamespaceOnAutomatic(
  construct: Construct,
  connection: KubernetesConnection | undefined,
  namespace: string,
): void {
  refuseOnAutomatic(construct, connection, () => problemOfNamespace(namespace));
}

function problemOfNamespace(namespace: string | undefined): string[] {
  return namespace === SYSTEM_NAMESPACE
    ? [
        `AKS Automatic takes no changes in '${SYSTEM_NAMESPACE}', which AKS manages: use a namespace of your own [automatic-system-namespace]`,
      ]
    : [];
}

function refuseOnAutomatic(
  construct: Construct,
  connection: KubernetesConnection | undefined,
  problems: () => string[],
): void {
  construct.node.addValidation({
    validate: () => (isOnAutomatic(construct, connection) ? problems() : []),
  });
}

function isOnAutomatic(construct: Construct, connection: KubernetesConnection | undefined): boolean {
  const used = connection ?? KubernetesConnection._firstOf(TerraformStack.of(construct));
  return used?._cluster.isAutomatic ?? false;
}
