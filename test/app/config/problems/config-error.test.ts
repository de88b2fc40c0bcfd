import { ConfigError } from '../../../../app/config';
import { formatProblem, withoutCredentials } from '../../../../app/config/problems/config-error';

test.each([
  ['https://ann:hunter2@proxy:3128/ is it', 'https://…@proxy:3128/ is it'],
  ['from https://ann@one/ to https://bob@two/', 'from https://…@one/ to https://…@two/'],
  ['https://host/{stack}?sv=1&sig=hunter2#end', 'https://host/{stack}?sv=…&sig=…#end'],
  ["at 'https://host/?token=hunter2'", "at 'https://host/?token=…'"],
  ['https://host/a=b;c=d?sig=hunter2', 'https://host/a=b;c=d?sig=…'],
  ['https://host/path@v1 stays', 'https://host/path@v1 stays'],
  ['https://one and ann@contoso.com', 'https://one and ann@contoso.com'],
  ['ann:hunter2@contoso.com?a=b is no URL', 'ann:hunter2@contoso.com?a=b is no URL'],
])('of a URL, users and parameters are left out: %s', (text, shown) => {
  expect(withoutCredentials(text)).toBe(shown);
});

test('a problem stands behind its place, with its key where there is one', () => {
  const place = { file: 'aks.yaml', line: 3, column: 5 };

  expect(formatProblem({ ...place, key: 'aad', message: 'is wrong' })).toBe('aks.yaml:3:5 aad: is wrong');
  expect(formatProblem({ ...place, message: 'is wrong' })).toBe('aks.yaml:3:5: is wrong');
  expect(formatProblem({ file: 'aks.yaml', message: 'is wrong' })).toBe('aks.yaml: is wrong');
  expect(formatProblem({ ...place, key: 'https://a:b@c', message: 'is wrong' })).toBe(
    'aks.yaml:3:5 https://…@c: is wrong',
  );
});

test('an error has the lines of its problems, and its name', () => {
  const error = new ConfigError([
    { file: 'a.yaml', message: 'is wrong' },
    { file: 'b.yaml', message: 'is wrong, too' },
  ]);

  expect(String(error)).toBe('ConfigError: a.yaml: is wrong\nb.yaml: is wrong, too');
});
