import { AadAksCluster, AksIdentityRole } from '../../lib';
import { shortHash } from '../../lib/shared/short-hash';
import { AksConfig } from '../config';

const ROLES = {
  AcrPull: (id: string) => AksIdentityRole.acrPull(id),
  NetworkContributor: (id: string) => AksIdentityRole.networkContributor(id),
  PrivateDnsZoneContributor: (id: string) => AksIdentityRole.privateDnsZoneContributor(id),
};

/** Assigns a role that the cluster needs in Azure; known by role and resource, so that the order of entries does not matter. */
export function grantIdentityRole(
  cluster: AadAksCluster,
  { role, resourceId, import: existing }: AksConfig['cluster']['identityRoles'][number],
): void {
  const name = resourceId.split('/').pop() ?? '';
  const id = `IdentityRole-${role}-${name}-${shortHash(resourceId.toLowerCase())}`;
  const assignment = cluster.grantIdentityRole(id, ROLES[role](resourceId));
  if (existing !== undefined) {
    assignment.importFrom(existing);
  }
}
