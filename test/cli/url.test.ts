import { armPath, url } from '../../cli/url';
import { NASTY_NAMES } from '../nasty-names';

const HOST = 'https://management.example.com';

/** What a server reads of a segment or of a value. */
const read = (text: string): string => text.replace(/\p{Cs}/gu, '\ufffd');

test.each(Object.entries(NASTY_NAMES))('%s is one segment, and one value of a query', (_what, name) => {
  const { origin, pathname, searchParams, hash } = new URL(
    url`/users/${name}/groups?filter=${name}&top=9`,
    HOST,
  );

  expect(origin).toBe(HOST);
  expect(hash).toBe('');
  expect(pathname.split('/').map(decodeURIComponent)).toEqual(['', 'users', read(name), 'groups']);
  expect([...searchParams]).toEqual([
    ['filter', read(name)],
    ['top', '9'],
  ]);
});

test('an ARM ID is a path, whose segments are one each', () => {
  const id = '/subscriptions/0/resourceGroups/rg (1)?x#y/providers/a.b/c/ü';
  expect(new URL(`${armPath(id)}?api-version=1`, HOST).pathname.split('/').map(decodeURIComponent)).toEqual(
    id.split('/'),
  );
});

test.each(['.', '..'])("'%s' leads nowhere else", (name) => {
  expect(() => url`/users/${name}/groups`).toThrow('would lead to another address');
  expect(() => armPath(`/subscriptions/${name}/x`)).toThrow('would lead to another address');
});
