import { RbacBinding, RbacBindingProps, RbacRole, RbacSubject } from '../../lib';
import { connect } from './connected';
import { GROUP } from './sample-cluster';
import { synth, Synthesized } from './synth';

export const ALICE = RbacSubject.user('alice@contoso.com');
export const OPS = RbacSubject.group(GROUP);

export const CLUSTER_BINDING = 'kubernetes_cluster_role_binding_v1';
export const NAMESPACE_BINDING = 'kubernetes_role_binding_v1';

export function synthBinding(props: Partial<RbacBindingProps>): Synthesized {
  return synth((stack) => {
    connect(stack);
    new RbacBinding(stack, 'Ops', { role: RbacRole.VIEW, subjects: [OPS], ...props });
  });
}
