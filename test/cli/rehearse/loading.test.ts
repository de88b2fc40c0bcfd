import { spawnSync } from 'node:child_process';

test('the rehearsal loads neither cdktf nor the stacks before it synthesises, as questions need neither', () => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      '-r',
      'tsx/cjs',
      '-e',
      "require('./cli/rehearse/run'); console.log(Object.keys(require.cache).join('\\n'))",
    ],
    { encoding: 'utf8' },
  );
  const loaded = stdout.replaceAll('\\', '/').split('\n');

  expect(stderr).toBe('');
  expect(loaded).toContainEqual(expect.stringMatching(/\/rehearsal\/rehearsal\.ts$/));
  expect(loaded.filter((file) => /\/node_modules\/cdktf\/|\/app\/stacks\/define-stacks/.test(file))).toEqual(
    [],
  );
});
