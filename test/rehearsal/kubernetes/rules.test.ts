import { kubernetes } from '../../../rehearsal/kubernetes/kubernetes';
import { Unknown } from '../../../rehearsal/protocol/values';
import { ALICE, Case, CRB, PROVIDER_CASES, RB, SERVICE_CASES } from './kubernetes-cases';
import { applied, binding, contextOf, subject, worldWithCluster } from '../access/sample-world';
import { summaries } from './refused';

/** A message that is given as a whole, or by a pattern. */
function matching(message: string | RegExp): string {
  // oxlint-disable-next-line jest/no-conditional-expect -- says what is expected, and expects nothing itself
  return typeof message === 'string' ? message : (expect.stringMatching(message) as string);
}

describe('what the provider refuses', () => {
  test.each(PROVIDER_CASES)('%s', (_what, type, object, message) => {
    expect(summaries(type, object)).toEqual([matching(message)]);
  });

  test('values that are not known yet pass', () => {
    const unknown = Unknown.VALUE;
    const object = {
      metadata: [{ name: unknown, labels: unknown, annotations: { a: unknown } }],
      role_ref: [{ api_group: unknown, kind: unknown, name: unknown }],
      subject: unknown,
    };

    expect(summaries(CRB, object)).toEqual([]);
    expect(summaries(CRB, { metadata: unknown, role_ref: unknown, subject: unknown })).toEqual([]);
  });

  test('kinds of subjects are left to the API server', () => {
    expect(summaries(CRB, binding('b', 'view', [subject('Person', 'alice')]))).toEqual([]);
  });

  test('the deprecated names of resources have the same rules', () => {
    const on = (type: string) =>
      kubernetes.rules.filter((rule) => rule.on === type).map(({ refuses }) => refuses);

    expect(on('kubernetes_role_binding')).toEqual(on(RB));
  });
});

const SERVICE_CONTEXT = contextOf(worldWithCluster());

describe('what the API server refuses', () => {
  test.each(SERVICE_CASES)('%s', (_what, type, object, message) => {
    expect(summaries(type, object, SERVICE_CONTEXT)).toContainEqual(matching(message));
  });

  test('a name that is taken, by whichever resource type, but not its own', () => {
    const world = worldWithCluster();
    const state = applied('kubernetes_cluster_role_binding', binding('b', 'view', [ALICE]), contextOf(world));

    const twice = summaries(CRB, binding('b', 'view', [ALICE]), contextOf(world));

    expect(twice).toEqual(['clusterrolebindings.rbac.authorization.k8s.io "b" already exists']);
    expect(summaries('kubernetes_cluster_role_binding', state, contextOf(world))).toEqual([]);
  });

  test('each rule has a case here or above that trips it', () => {
    const tripped = (at: 'validate' | 'apply', cases: Case[]): Set<string> => {
      const rules = kubernetes.rules.filter((rule) => rule.at === at);
      const trips = cases.flatMap(([, type, object]) =>
        rules.filter(
          (rule) => rule.on === type && rule.check(object, at === 'apply' ? SERVICE_CONTEXT : undefined),
        ),
      );
      return new Set(trips.map(({ refuses }) => refuses));
    };
    const covered = [...tripped('validate', PROVIDER_CASES), ...tripped('apply', SERVICE_CASES)];

    expect(kubernetes.rules.filter(({ refuses }) => !covered.includes(refuses))).toEqual([]);
  });
});
