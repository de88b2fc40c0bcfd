import { wayInWords } from '../../../access/ways/ways';
import { RbacObjects } from '../../../access/rbac/objects';
import { clusterOf, ERIN, joined, objectsOf, user } from './sample-cluster';
import { Play } from './play';
import { PLAYS, waysOf } from './plays';

function given({ rules, namespace, asRole, others = [] }: Play): RbacObjects {
  return objectsOf([{ to: user('erin@contoso.com'), rules, namespace, asRole }, ...others]);
}

describe.each(PLAYS.map((play, index) => ({ title: `${play.technique} (${index})`, play })))(
  '$title',
  ({ play }) => {
    test('is possible with these rights alone', () => {
      const { authorizer } = clusterOf(given(play));
      const without = clusterOf(objectsOf(play.others ?? [])).authorizer;

      expect(play.requests.filter((request) => !authorizer.authorize(ERIN, request))).toEqual([]);
      expect(play.requests.some((request) => !without.authorize(ERIN, request))).toBe(true);
    });

    if (play.gains) {
      test('gives what is claimed', () => {
        const before = given(play);
        const after = play.changes ? joined(before, renamed(play.changes)) : before;

        expect(clusterOf(before).authorizer.authorize(ERIN, play.gains!)).toBeUndefined();
        expect(clusterOf(after).authorizer.authorize(play.becomes ?? ERIN, play.gains!)).toBeDefined();
      });
    }

    test('is found and told', () => {
      const ways = waysOf(given(play), play.guarded).map(wayInWords);
      expect(ways.filter((way) => way.includes(play.way))).toHaveLength(1);
      expect(
        waysOf(given(play), play.guarded).some(({ steps }) => steps[0]?.technique === play.technique),
      ).toBe(true);
    });

    test('is no way any more without one of its rights', () => {
      for (const left of play.rules) {
        const rules = play.rules.filter((one) => one !== left);
        const ways = waysOf(
          given({ ...play, rules: rules.length > 0 ? rules : ['get /configmaps'] }),
          play.guarded,
        );
        expect(ways.map(wayInWords).filter((way) => way.includes(play.way))).toEqual([]);
      }
    });
  },
);

function renamed(objects: RbacObjects): RbacObjects {
  const rename = <T extends { readonly metadata: { readonly name: string } }>(object: T): T => ({
    ...object,
    metadata: { ...object.metadata, name: `new-${object.metadata.name}` },
  });
  return {
    clusterRoles: objects.clusterRoles.map(rename),
    roles: objects.roles.map(rename),
    roleBindings: objects.roleBindings.map((one) => ({
      ...rename(one),
      roleRef: { ...one.roleRef, name: `new-${one.roleRef.name}` },
    })),
    clusterRoleBindings: objects.clusterRoleBindings.map((one) => ({
      ...rename(one),
      roleRef: { ...one.roleRef, name: `new-${one.roleRef.name}` },
    })),
  };
}
