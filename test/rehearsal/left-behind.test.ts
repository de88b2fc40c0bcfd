import { leftBehind, objectsBeside } from '../../rehearsal/left-behind';
import { StateInstance } from '../../rehearsal/state-files';
import { FileWorld } from '../../rehearsal/world/world';

const TYPE = 'kubernetes_role_binding_v1';

const instance = (id: string): StateInstance => ({
  type: TYPE,
  address: `${TYPE}.${id}`,
  attributes: { id },
  isDeposed: false,
});

/** A world with bindings of these IDs, some of which are on several clusters. */
function world(...ids: string[]): FileWorld {
  const made = new FileWorld();
  jest.spyOn(made, 'all').mockImplementation((type) => (type === TYPE ? ids.map((id) => ({ id })) : []));
  return made;
}

test('what a stack has forgotten on another cluster is told', () => {
  const before = [instance('shop/a'), instance('shop/b')];
  const beside = objectsBeside(before, world('shop/a', 'shop/b'));

  // The one was taken out, the other made anew: both stay where they were.
  const after = objectsBeside([instance('shop/b')], world('shop/a', 'shop/b', 'shop/b'), before);
  expect(leftBehind(beside, after)).toEqual([
    expect.stringMatching(/^stays on the cluster that it is on, .* delete it with kubectl:$/),
    "kubernetes_role_binding_v1 'shop/a'",
    "kubernetes_role_binding_v1 'shop/b'",
  ]);
});

test('what was deleted, is still there, or was beside before is nothing to tell', () => {
  const before = [instance('shop/a'), instance('shop/b')];
  const beside = objectsBeside(before, world('shop/a', 'shop/b', 'shop/b'));

  expect(leftBehind(beside, objectsBeside([instance('shop/b')], world('shop/b', 'shop/b'), before))).toEqual(
    [],
  );
});
