import { TerraformStack, Testing } from 'cdktf';
import { AadAksCluster, KubernetesConnection, RbacBinding, RbacRole, RbacSubject } from '../../lib';
import { PlanGuard } from '../../rehearsal/plan-guard';
import { strayRemovals } from '../../rehearsal/stray-removals';
import { StackJson } from '../../rehearsal/workspace';
import { uniformTerraformJson } from '../../lib/shared/terraform-json';

/** A stack with connections to clusters of these names, in this order, and bindings through them: name to connection. */
function stack(
  connections: readonly string[],
  bindings: Readonly<Record<string, string>>,
  change: (stack: TerraformStack) => void = () => undefined,
): StackJson {
  const access = new TerraformStack(Testing.app(), 'access');
  const byName = new Map(
    connections.map((name) => {
      const cluster = AadAksCluster.fromLookup(access, `Cluster${name}`, {
        clusterName: name,
        resourceGroupName: 'rg',
      });
      return [name, new KubernetesConnection(access, name, { cluster })];
    }),
  );
  for (const [name, connection] of Object.entries(bindings)) {
    new RbacBinding(access, name, {
      role: RbacRole.EDIT,
      namespace: 'shop',
      subjects: [RbacSubject.user('alice@contoso.com')],
      connection: byName.get(connection),
    });
  }
  change(access);
  return uniformTerraformJson(JSON.parse(Testing.synth(access))) as unknown as StackJson;
}

const BEFORE = stack(['old'], { One: 'old', Two: 'old' });

test('what is taken away while a new connection comes before the old one would be looked for on the new cluster', () => {
  const now = stack(['new', 'old'], { Two: 'old' });

  expect(strayRemovals(now, BEFORE)).toEqual(['kubernetes_role_binding_v1.One']);

  const guard = new PlanGuard({ allowed: [], mayHoldCluster: () => true, deployedAs: () => BEFORE });
  expect(guard.mayPlan({ name: 'access', json: now })).toBe(false);
  expect(guard.refusals).toEqual([
    expect.stringMatching(
      /^stack 'access' takes kubernetes_role_binding_v1\.One away and has a connection before the one .* define the new connection behind the other one\.$/,
    ),
  ]);
});

test.each([
  ['the new connection is behind the old one', stack(['old', 'new'], { Two: 'old' }), BEFORE],
  ['nothing is taken away', stack(['new', 'old'], { One: 'old', Two: 'old' }), BEFORE],
  [
    'the connections had their aliases already',
    stack(['new', 'old'], { Two: 'old' }),
    stack(['new', 'old'], { One: 'old', Two: 'old' }),
  ],
  ['there is one connection, as before', stack(['old'], { Two: 'old' }), BEFORE],
  [
    'it has another address now',
    stack(['new', 'old'], { Two: 'old', Three: 'old' }, (access) => {
      const [from] = Object.keys(BEFORE.resource!.kubernetes_role_binding_v1!).filter((id) =>
        id.startsWith('One'),
      );
      access.addOverride('moved', [
        { from: `kubernetes_role_binding_v1.${from}`, to: 'kubernetes_role_binding_v1.Three' },
      ]);
    }),
    BEFORE,
  ],
])('it is found where %s', (_, now, deployed) => {
  expect(strayRemovals(now, deployed)).toEqual([]);
});
