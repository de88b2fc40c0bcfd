import { RbacCustomRole, RbacCustomRoleProps, RbacRule } from '../../lib';
import { synthConnected } from './connected';
import { Synthesized } from './synth';

export const CLUSTER_ROLE = 'kubernetes_cluster_role_v1';

export const PODS: RbacRule = { verbs: ['get', 'list'], resources: ['pods'] };

export function synthRole(props: Partial<RbacCustomRoleProps>): Synthesized {
  return synthConnected((stack) => {
    new RbacCustomRole(stack, 'Reader', { name: 'reader', rules: [PODS], ...props });
  });
}
