import { AzureRole } from '../azure-role';
import { BoundPlaces } from './granted-places';
import { isLiteral } from './guards';

interface Places {
  inCluster: boolean;
  unnamed: number;
  readonly namespaces: Set<string>;
}

const placesOfRole = new WeakMap<AzureRole, Places>();

/** Notes where a role is assigned, or may be activated. */
export function noteAssignment(role: AzureRole, namespace: string | undefined): void {
  const places = placesOfRole.get(role) ?? { inCluster: false, unnamed: 0, namespaces: new Set() };
  placesOfRole.set(role, places);
  if (namespace === undefined) {
    places.inCluster = true;
  } else if (isLiteral(namespace)) {
    places.namespaces.add(namespace);
  } else {
    places.unnamed += 1;
  }
}

/** Where a role is assigned so far. */
export function assignedPlaces(role: AzureRole): BoundPlaces {
  const { inCluster, unnamed, namespaces } = placesOfRole.get(role) ?? {
    inCluster: false,
    unnamed: 0,
    namespaces: [],
  };
  return { inCluster, unnamed, namespaces: [...namespaces].sort() };
}
