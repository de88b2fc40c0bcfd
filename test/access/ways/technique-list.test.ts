import { Technique, TECHNIQUES } from '../../../lib/shared/techniques';
import { clusterOf, ERIN, objectsOf, user } from './sample-cluster';
import { PLAYS, waysOf } from './plays';

test('every technique that leads anywhere is played', () => {
  const leading = TECHNIQUES.filter(({ gives }) => !gives.includes('nothing')).map(({ id }) => id);
  expect([...new Set(PLAYS.map(({ technique }) => technique))].sort()).toEqual([...leading].sort());
});

describe('techniques that give no rights of others', () => {
  const harmful = TECHNIQUES.filter(({ gives }) => gives.includes('nothing'));

  test.each(harmful.map((technique): [string, Technique] => [technique.id, technique]))(
    '%s is possible with its rights alone, and is no way up',
    (_id, { needs, inNamespace }) => {
      const [need] = needs;
      const [group = '', plural = '', subresource] = need!.resources[0]!.split('/');
      const ruleText = `${need!.verbs[0]} ${need!.resources[0]}`;
      const objects = objectsOf([
        { to: user('erin@contoso.com'), rules: [ruleText], ...(inNamespace && { namespace: 'shop' }) },
      ]);
      const request = {
        verb: need!.verbs[0]!,
        apiGroup: group,
        resource: plural,
        subresource,
        ...(inNamespace && { namespace: 'shop' }),
      };

      expect(clusterOf(objects).authorizer.authorize(ERIN, request)).toBeDefined();
      expect(waysOf(objects)).toEqual([]);
    },
  );
});
