import { existsSync, readFileSync } from 'node:fs';

test('every test that the threat model names is there', () => {
  const [, model] = readFileSync('SECURITY.md', 'utf8').split('## Threat model');
  const tests = [...model!.matchAll(/`(test\/[^`]+)`/g)].map(([, file]) => file!);

  expect(tests.length).toBeGreaterThan(10);
  expect(tests.filter((file) => !existsSync(file))).toEqual([]);
});
