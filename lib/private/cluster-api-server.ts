import { KubernetesClusterConfig } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { Construct } from 'constructs';
import { AadAksClusterProps } from '../aad-aks-cluster-props';
import { AksApiServerOptions } from '../aks-api-server';
import type { AksIdentity } from '../aks-identity';
import { coverEverything, ipv4Problem, networkOf } from './cidr';
import { requireSubnetId } from './cluster-network';
import { PRIVATE_DNS_ZONE_ID } from '../shared/azure-limits';
import { ValidationError } from '../shared/errors';
import { isLiteral, literalItems, requireFilled, requirePattern } from './guards';
import { warn } from '../shared/warn';

const DNS_PREFIX = /^[a-zA-Z0-9]([a-zA-Z0-9-]{0,52}[a-zA-Z0-9])?$/;
const MAX_DNS_PREFIX_LENGTH = 54;

// "Secure access to the API server using authorized IP address ranges in AKS", limitations.
const MAX_AUTHORIZED_RANGES = 200;

type Arguments = Pick<
  KubernetesClusterConfig,
  | 'dnsPrefix'
  | 'dnsPrefixPrivateCluster'
  | 'apiServerAccessProfile'
  | 'privateClusterEnabled'
  | 'privateDnsZoneId'
  | 'privateClusterPublicFqdnEnabled'
  | 'runCommandEnabled'
>;

/** The provider's arguments for the API server. */
export function apiServerArguments({ apiServer = {}, clusterName }: AadAksClusterProps): Arguments {
  const { authorizedIpRanges, vnetIntegrationSubnetId: subnetId } = apiServer;
  const isPrivate = apiServer.privateCluster ?? false;

  return {
    dnsPrefix:
      apiServer.fqdnSubdomain === undefined ? (apiServer.dnsPrefix ?? dnsPrefix(clusterName)) : undefined,
    dnsPrefixPrivateCluster: apiServer.fqdnSubdomain,
    privateClusterEnabled: isPrivate,
    privateDnsZoneId: apiServer.privateDnsZone?._id,
    privateClusterPublicFqdnEnabled: isPrivate ? (apiServer.publicFqdn ?? false) : undefined,
    runCommandEnabled: apiServer.runCommand ?? false,
    apiServerAccessProfile:
      authorizedIpRanges || subnetId
        ? { authorizedIpRanges, subnetId, virtualNetworkIntegrationEnabled: subnetId ? true : undefined }
        : undefined,
  };
}

/** Refuses access to the API server that AKS does not offer, and warns about access for everybody. */
export function requireApiServer(props: AadAksClusterProps, scope: Construct): void {
  const { apiServer = {} } = props;
  requirePattern(
    'dnsPrefix',
    apiServer.dnsPrefix,
    DNS_PREFIX,
    'use 1 to 54 letters, digits and hyphens, with a letter or digit at both ends',
    scope,
  );
  requireSubdomain(apiServer, scope);
  requireVnetIntegration(props, apiServer, scope);
  requireReachable(apiServer, props.identity, scope);
}

/** The same for who reaches it, which every kind of cluster has. */
export function requireReachable(
  apiServer: AksApiServerOptions,
  identity: AksIdentity | undefined,
  scope: Construct,
): void {
  requireFilled(apiServer, { authorizedIpRanges: 'any address' }, scope);
  requireRanges(apiServer, scope);
  requirePrivateCluster(identity, apiServer, scope);
  warnAboutAccess(apiServer, scope);
}

function requireSubdomain(
  { dnsPrefix: prefix, fqdnSubdomain, privateDnsZone }: AksApiServerOptions,
  scope: Construct,
): void {
  requirePattern(
    'fqdnSubdomain',
    fqdnSubdomain,
    DNS_PREFIX,
    'use 1 to 54 letters, digits and hyphens, with a letter or digit at both ends',
    scope,
  );
  if (fqdnSubdomain === undefined) {
    return;
  }
  if (prefix !== undefined) {
    throw new ValidationError('fqdnSubdomain takes the place of dnsPrefix: set one of them', scope);
  }
  const zone = privateDnsZone?._id;
  if (zone === undefined || zone === 'System' || zone === 'None') {
    throw new ValidationError(
      'fqdnSubdomain is for a DNS zone of your own: set apiServer.privateDnsZone, or use dnsPrefix',
      scope,
    );
  }
}

function requireRanges({ authorizedIpRanges: ranges }: AksApiServerOptions, scope: Construct): void {
  for (const range of literalItems('authorizedIpRanges', ranges, scope)) {
    const problem = ipv4Problem(range);
    if (problem !== undefined) {
      throw new ValidationError(`authorizedIpRanges '${range}' is not valid: ${problem}`, scope);
    }
  }
  if (isLiteral(ranges) && ranges.length > MAX_AUTHORIZED_RANGES) {
    throw new ValidationError(
      `authorizedIpRanges has ${ranges.length} ranges, AKS takes at most ${MAX_AUTHORIZED_RANGES}: merge some`,
      scope,
    );
  }
}

function requirePrivateCluster(
  identity: AksIdentity | undefined,
  { privateCluster, privateDnsZone, publicFqdn }: AksApiServerOptions,
  scope: Construct,
): void {
  if (!privateCluster && (privateDnsZone !== undefined || publicFqdn)) {
    const prop = privateDnsZone === undefined ? 'publicFqdn' : 'privateDnsZone';
    throw new ValidationError(`${prop} is for a private cluster: set privateCluster or remove it`, scope);
  }

  const zone = privateDnsZone?._id;
  if (zone === undefined || zone === 'System' || zone === 'None') {
    return;
  }
  const rule =
    'use the ARM ID of a zone named privatelink.<region>.azmk8s.io or <name>.privatelink.<region>.azmk8s.io';
  requirePattern('privateDnsZone', zone, PRIVATE_DNS_ZONE_ID, rule, scope);

  if (identity === undefined || identity._kind === 'SystemAssigned') {
    throw new ValidationError(
      'privateDnsZone of your own needs an identity that may write to it before the cluster exists: use AksIdentity.userAssigned()',
      scope,
    );
  }
}

function requireVnetIntegration(
  { aad, identity }: AadAksClusterProps,
  { vnetIntegrationSubnetId: subnetId }: AksApiServerOptions,
  scope: Construct,
): void {
  if (subnetId === undefined) {
    return;
  }
  requireSubnetId('vnetIntegrationSubnetId', subnetId, scope);

  if (aad.isLegacy) {
    throw new ValidationError(
      'vnetIntegrationSubnetId is not available with legacy Azure AD, whose provider knows it as a preview: remove it or use AadIntegration.managed()',
      scope,
    );
  }
  if (identity?._kind !== 'UserAssigned') {
    throw new ValidationError(
      'vnetIntegrationSubnetId needs an identity that may join the subnet before the cluster exists: use AksIdentity.userAssigned()',
      scope,
    );
  }
}

function warnAboutAccess(
  { authorizedIpRanges: ranges, privateCluster }: AksApiServerOptions,
  scope: Construct,
): void {
  if (privateCluster) {
    if (ranges !== undefined) {
      const message =
        'authorizedIpRanges have no effect on a private cluster: remove them, or privateCluster';
      warn(scope, 'ranges-on-private-cluster', message);
    }
    return;
  }

  if (ranges === undefined || (isLiteral(ranges) && ranges.length === 0)) {
    warn(
      scope,
      'public-api-server',
      'the API server answers to any address: set apiServer.authorizedIpRanges or apiServer.privateCluster',
    );
  }
  const literals = literalItems('authorizedIpRanges', ranges, scope);
  if (coverEverything(literals)) {
    const any = literals.find((range) => range.endsWith('/0'));
    warn(
      scope,
      'ranges-allow-everybody',
      `authorizedIpRanges ${any === undefined ? 'together cover every address' : `contain '${any}', which is any address`}: list the networks that need access`,
    );
  }
  const wider = literals.filter((range) => !range.endsWith('/0') && networkOf(range) !== range);
  if (wider.length > 0) {
    const [range] = wider;
    warn(
      scope,
      'range-around-address',
      `authorizedIpRanges contain '${range}', which covers all of '${networkOf(range!)}': write that, or '${range!.replace(/\/.*/, '/32')}' for the single address`,
    );
  }
}

/** A cluster name may hold what a DNS label may not. */
function dnsPrefix(clusterName: string): string {
  if (!isLiteral(clusterName)) {
    return clusterName;
  }
  return clusterName.replace(/_/g, '-').slice(0, MAX_DNS_PREFIX_LENGTH).replace(/-+$/, '');
}
