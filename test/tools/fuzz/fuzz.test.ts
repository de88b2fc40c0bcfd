import { readFileSync } from 'node:fs';
import { configurations } from '../../../tools/fuzz/configurations';
import { StackJson, synthesizedGrants, writtenGrants } from '../../../tools/fuzz/grants';
import { library } from '../../../tools/fuzz/library';
import { Random } from '../../../tools/fuzz/random';
import { kindOf, Target } from '../../../tools/fuzz/target';
import { minimised } from '../../../tools/fuzz/trial';
import { mutated, pathsIn, rename, smallerTrees } from '../../../tools/fuzz/trees';

test.each([configurations, library] as Target[])(
  'the same seed gives the same input, another one another: $name',
  ({ generate }) => {
    const inputs = [1, 1, 2, 3].map((seed) => JSON.stringify(generate(new Random(seed))));

    expect(inputs[1]).toBe(inputs[0]);
    expect(new Set(inputs).size).toBeGreaterThan(1);
  },
);

test.each(['aks.yaml', 'examples/custom-roles.yaml', 'examples/azure-rbac.yaml'])(
  'nothing is found in %s as it is, and what is wrong with it is told',
  (file) => {
    const text = readFileSync(file, 'utf8');

    expect(configurations.judge(text)).toBeUndefined();
    expect(configurations.judge(`${text}\nunknown: true\n`)).toBeUndefined();
  },
);

describe('grants', () => {
  const written = {
    namespaces: [{ name: 'shop', labels: { team: 'a' } }, { name: 'bank' }],
    access: [
      { clusterRole: 'edit', namespace: 'shop', groups: ['Ops'] },
      { clusterRole: 'view', namespaceSelector: { matchLabels: { team: 'a' } }, serviceAccounts: ['ci/bot'] },
    ],
    roles: [{ name: 'r', rules: [{ verbs: ['get'], resources: ['pods'], resourceNames: ['one'] }] }],
  };
  const binding = (metadata: object, role: string, name: string) => ({
    metadata,
    role_ref: { kind: 'ClusterRole', name: role },
    subject: [{ name }],
  });
  const stack = (changes: StackJson['resource'] = {}): StackJson => ({
    data: { azuread_group: { Ops: { display_name: 'Ops' } } },
    resource: {
      kubernetes_namespace_v1: { Shop: { metadata: { name: 'shop' } } },
      kubernetes_role_binding_v1: {
        A: binding(
          { namespace: '${kubernetes_namespace_v1.Shop.metadata[0].name}' },
          'edit',
          '${data.azuread_group.Ops.object_id}',
        ),
        B: binding({ namespace: 'shop' }, 'view', 'bot'),
      },
      kubernetes_cluster_role_v1: {
        R: { metadata: { name: 'r' }, rule: [{ verbs: ['get'], resource_names: ['one'] }] },
      },
      ...changes,
    },
  });

  test('are the same, read from the configuration and from the JSON', () => {
    expect(synthesizedGrants([stack()])).toEqual(writtenGrants(written));
  });

  test.each<[string, StackJson['resource']]>([
    [
      'in the whole cluster',
      {
        kubernetes_role_binding_v1: {},
        kubernetes_cluster_role_binding_v1: { A: binding({}, 'edit', 'Ops') },
      },
    ],
    [
      'of all objects',
      { kubernetes_cluster_role_v1: { R: { metadata: { name: 'r' }, rule: [{ verbs: ['get'] }] } } },
    ],
    ['of nothing', { kubernetes_role_binding_v1: {} }],
  ])('%s are others', (_, changes) => {
    expect(synthesizedGrants([stack(changes)])).not.toEqual(writtenGrants(written));
  });
});

test('the smallest input that shows the same is looked for', async () => {
  const target = { ...configurations, smaller: smallerTrees } as Target;
  const input = { access: [{ groups: ['ops'], namespace: 'a bad name' }, {}], roles: [1, 2, 3] };
  const shows = (tree: unknown): Promise<boolean> => Promise.resolve(JSON.stringify(tree).includes('bad'));

  expect(await minimised(target, input, shows)).toEqual({ access: [{ namespace: 'bad' }] });
});

test('changed data is data, and one place of it is another', () => {
  const tree = { a: [{ b: 'x' }, null], __proto__: 1 };
  for (let seed = 0; seed < 300; seed++) {
    expect(() => JSON.stringify(mutated(tree, new Random(seed), [1, {}], ['__proto__', 'c']))).not.toThrow();
  }

  expect(pathsIn(tree)).toEqual([[], ['a'], ['a', 0], ['a', 0, 'b'], ['a', 1]]);
  expect(Object.keys(rename(tree, ['a'], '__proto__') as object)).toEqual(['__proto__']);
});

test('errors are of one kind, whatever is named in them', () => {
  expect(kindOf(new TypeError("x is not a function: 'a' 1"))).toBe(
    kindOf(new TypeError("x is not a function: 'bb' 22\nmore")),
  );
});
