import { spawnSync } from 'node:child_process';
import { pictureOf } from '../../../tools/reference/house';

const file = (source: string, ...imports: string[]) => ({
  source,
  dependencies: imports.map((resolved) => ({ resolved })),
});

test('an arrow stands for an import of another room, and every folder is in its room', () => {
  const picture = pictureOf([
    file('main.ts', 'app/index.ts'),
    file('cli/rehearse/run.ts', 'rehearsal/world/world.ts', 'cli/parse.ts'),
    file('app/index.ts', 'app/config/load.ts'),
    file('app/config/load.ts', 'lib/rbac-role.ts'),
    file('rehearsal/world/world.ts'),
  ]);

  expect(picture.split('\n').filter((line) => line.includes('-->'))).toEqual([
    '  app --> lib',
    '  cli --> rehearsal',
  ]);
  expect(picture).toContain('app_folders["config"]');
  expect(picture).toContain('cli_folders["rehearse"]');
});

test('the picture of the page is current', () => {
  const { status, stderr, stdout } = spawnSync('npm', ['run', '--silent', 'architecture', '--', '--check'], {
    encoding: 'utf8',
  });
  expect({ status, stderr, stdout }).toEqual({ status: 0, stderr: '', stdout: '' });
});
