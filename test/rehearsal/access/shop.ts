import { FileWorld } from '../../../rehearsal/world/world';
import { RB } from '../kubernetes/kubernetes-cases';
import {
  applied,
  binding,
  contextOf,
  namespace,
  SHOP_DEVELOPERS,
  SHOP_READERS,
  subject,
  withoutNamespaces,
  worldWithCluster,
} from './sample-world';

export const TENANT = withoutNamespaces();

/** A cluster with the namespace shop, in which developers edit and readers view. */
export function shop(): FileWorld {
  const world = worldWithCluster();
  const context = contextOf(world);
  applied('kubernetes_namespace_v1', namespace('shop'), context);
  applied(
    RB,
    binding('developers', 'edit', [subject('Group', SHOP_DEVELOPERS)], { namespace: 'shop' }),
    context,
  );
  applied(RB, binding('readers', 'view', [subject('Group', SHOP_READERS)], { namespace: 'shop' }), context);
  return world;
}
