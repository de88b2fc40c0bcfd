import * as fc from 'fast-check';
import { ResourceRequest, UserInfo } from '../../../access/rbac/authorizer';
import { rightsNotHeld } from '../../../access/rbac/escalation';
import {
  AUTHENTICATED,
  MASTERS,
  RBAC_GROUP,
  RbacObjects,
  serviceAccountUser,
} from '../../../access/rbac/objects';
import { ClusterAccess } from '../../../access/cluster-access';
import { Top } from '../../../access/ways/graph';
import { Ways } from '../../../access/ways/ways';
import { account, bareCluster, ERIN, Given, joined, objectsOf, user } from './sample-cluster';

/**
 * An attacker who tries everything: each state is somebody with objects that were changed on the way, each request is asked
 * of the evaluator, and what it changes is changed. Knows nothing of the graph.
 */
const NAMESPACES = ['shop', 'ops'];
const ACCOUNTS: readonly [string, string][] = [
  ['shop', 'robot'],
  ['shop', 'default'],
  ['ops', 'robot'],
  ['ops', 'default'],
];
const NOTHING: RbacObjects = { roles: [], clusterRoles: [], roleBindings: [], clusterRoleBindings: [] };

interface Attacker {
  readonly user: UserInfo;

  /** Bindings that it has made for itself, and what a role of its own has become. */
  readonly added: RbacObjects;
  readonly length: number;
}

/** Without the objects of every cluster, which would be too many to try everything. */
class Trial {
  constructor(private readonly objects: RbacObjects) {}

  access(added: RbacObjects): ClusterAccess {
    return bareCluster(joined(this.objects, added));
  }

  shortest(): Partial<Record<Top, number>> {
    const found: Partial<Record<Top, number>> = {};
    const seen = new Set<string>();
    const waiting: Attacker[] = [{ user: ERIN, added: NOTHING, length: 0 }];
    for (const attacker of waiting) {
      const key = JSON.stringify([attacker.user, attacker.added]);
      if (seen.has(key)) {
        continue;
      }
      seen.add(key);
      const { authorizer } = this.access(attacker.added);
      const may = (request: Omit<ResourceRequest, 'apiGroup'> & { readonly apiGroup?: string }): boolean =>
        authorizer.authorize(attacker.user, { apiGroup: '', ...request }) !== undefined;
      const note = (top: Top, length: number): void => {
        found[top] = Math.min(found[top] ?? Infinity, length);
      };

      if (attacker.user.groups.includes(MASTERS) || may({ verb: '*', apiGroup: '*', resource: '*' })) {
        note('cluster-admin', attacker.length);
        continue;
      }
      if (
        ['list', 'get'].some((verb) =>
          may({ verb, resource: 'secrets', name: verb === 'get' ? 'any' : undefined }),
        )
      ) {
        note('secrets', attacker.length + 1);
      }
      waiting.push(...this.next(attacker, may));
    }
    return found;
  }

  private next({ user: who, added, length }: Attacker, may: May): Attacker[] {
    const become = (other: UserInfo): Attacker => ({ user: other, added: NOTHING, length: length + 1 });
    const gain = (more: RbacObjects): Attacker => ({
      user: who,
      added: joined(added, more),
      length: length + 1,
    });
    const self = { kind: 'User', name: who.name };
    const { authorizer } = this.access(added);
    const mayBind = (
      name: string,
      rules: RbacObjects['roles'][number]['rules'],
      namespace?: string,
    ): boolean =>
      may({ verb: 'bind', apiGroup: RBAC_GROUP, resource: 'clusterroles', name, namespace }) ||
      rightsNotHeld(authorizer, who, rules, namespace).length === 0;
    const states: Attacker[] = [];

    for (const [namespace, name] of ACCOUNTS) {
      const pods = may({ verb: 'create', resource: 'pods', namespace });
      const token = may({
        verb: 'create',
        resource: 'serviceaccounts',
        subresource: 'token',
        namespace,
        name,
      });
      const impersonates = may({ verb: 'impersonate', resource: 'serviceaccounts', namespace, name });
      const patches = may({
        verb: 'patch',
        apiGroup: 'apps',
        resource: 'deployments',
        namespace,
        name: 'web',
      });
      const execs = may({ verb: 'create', resource: 'pods', subresource: 'exec', namespace, name: 'web-1' });
      const secrets =
        may({ verb: 'create', resource: 'secrets', namespace }) &&
        may({ verb: 'get', resource: 'secrets', namespace, name: 'token' });
      if (pods || token || impersonates || patches || execs || secrets) {
        states.push(become(serviceAccountUser(namespace, name)));
      }
      // Somebody must be named beside a group, and that may be a service account.
      if (impersonates && may({ verb: 'impersonate', resource: 'groups', name: MASTERS })) {
        states.push(
          become({ name: serviceAccountUser(namespace, name).name, groups: [MASTERS, AUTHENTICATED] }),
        );
      }
    }
    if (may({ verb: 'impersonate', resource: 'users', name: 'root' })) {
      states.push(become({ name: 'root', groups: [AUTHENTICATED] }));
      if (may({ verb: 'impersonate', resource: 'groups', name: MASTERS })) {
        states.push(become({ name: 'root', groups: [MASTERS, AUTHENTICATED] }));
      }
    }
    for (const role of this.objects.clusterRoles) {
      const { name } = role.metadata;
      const ref = { kind: 'ClusterRole', name };
      const make = may({ verb: 'create', apiGroup: RBAC_GROUP, resource: 'clusterrolebindings' });
      if (make && mayBind(name, role.rules)) {
        const metadata = { name: `mine-${name}` };
        states.push(
          gain({
            ...NOTHING,
            clusterRoleBindings: [{ kind: 'ClusterRoleBinding', metadata, roleRef: ref, subjects: [self] }],
          }),
        );
      }
      for (const namespace of NAMESPACES) {
        const makeHere = may({ verb: 'create', apiGroup: RBAC_GROUP, resource: 'rolebindings', namespace });
        if (makeHere && mayBind(name, role.rules, namespace)) {
          const metadata = { name: `mine-${name}`, namespace };
          states.push(
            gain({
              ...NOTHING,
              roleBindings: [{ kind: 'RoleBinding', metadata, roleRef: ref, subjects: [self] }],
            }),
          );
        }
      }
    }
    // Bindings that are there already are not made again, so the number of states is bounded.
    return states.filter((state) => {
      const names = [...state.added.clusterRoleBindings, ...state.added.roleBindings].map(({ metadata }) =>
        JSON.stringify(metadata),
      );
      return names.length === new Set(names).size;
    });
  }
}

type May = (request: Omit<ResourceRequest, 'apiGroup'> & { readonly apiGroup?: string }) => boolean;

const RULES = [
  'get,list /pods',
  'create /pods',
  'patch apps/deployments web',
  'create /serviceaccounts/token',
  'create /serviceaccounts/token robot',
  'impersonate /serviceaccounts robot',
  'create /pods/exec',
  'create,get /secrets',
  'list /secrets',
  'impersonate /users root',
  'impersonate /users',
  `impersonate /groups ${MASTERS}`,
  `bind ${RBAC_GROUP}/clusterroles given-1`,
  `bind ${RBAC_GROUP}/clusterroles given-2`,
  `create ${RBAC_GROUP}/clusterrolebindings`,
  `create ${RBAC_GROUP}/rolebindings`,
  '* */*',
];

const given = (to: Given['to'][]): fc.Arbitrary<Given> =>
  fc.record(
    {
      to: fc.constantFrom(...to),
      rules: fc.uniqueArray(fc.constantFrom(...RULES), { minLength: 1, maxLength: 3 }),
      namespace: fc.constantFrom(...NAMESPACES),
    },
    { requiredKeys: ['to', 'rules'] },
  );

const cluster = fc
  .tuple(
    fc.array(given([user(ERIN.name)]), { minLength: 1, maxLength: 2 }),
    fc.array(given([account('shop', 'robot'), account('ops', 'robot'), user('root')]), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([own, others]) => [...own, ...others])
  // Whoever may do everything in one place may do too much to try everything.
  .filter((all) =>
    all.every(({ rules, namespace }) => !(rules.includes('* */*') && namespace !== undefined)),
  );

test('the shortest ways are those of an attacker who tries everything', () => {
  let ways = 0;
  fc.assert(
    fc.property(cluster, (all) => {
      const objects = objectsOf(all);
      const told = new Ways(bareCluster(objects), [ERIN]).of(ERIN).filter(({ to }) => to !== 'nodes');
      const lengths = Object.fromEntries(told.map(({ to, steps }) => [to, steps.length]));
      const tried = new Trial(objects).shortest();

      ways += told.length;
      expect(lengths['cluster-admin']).toBe(tried['cluster-admin']);
      // Not told where it goes through cluster administrator.
      const isLeftOut = lengths.secrets === undefined && lengths['cluster-admin'] !== undefined;
      expect(isLeftOut ? tried.secrets : lengths.secrets).toBe(tried.secrets);
    }),
    { numRuns: 400, seed: 16 },
  );
  expect(ways).toBeGreaterThan(50);
});
