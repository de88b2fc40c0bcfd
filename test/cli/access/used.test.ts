import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CommandRun, runInProcess } from '../in-process';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'used-'));
  copyFileSync(resolve('aks.yaml'), join(folder, 'aks.yaml'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const used = (file: string): Promise<CommandRun> => runInProcess(['access', '--used', file], { cwd: folder });

test.each([
  ['nothing.log', '', 'nothing.log is empty'],
  ['other.json', '{"a":1}\n', 'other.json holds no event of the API server'],
  ['aks.yaml', undefined, 'aks.yaml holds no event of the API server'],
])('a log without an event does not make all access unused: %s', async (file, text, problem) => {
  if (text !== undefined) {
    writeFileSync(join(folder, file), text);
  }
  const { status, stdout, stderr } = await used(file);

  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(problem);
  expect(stderr).toContain('"verb":"get"');
  expect(stderr).toMatch(/docs\/access\.md#used/);
});

test('what does not go with it is named as far as it is there', async () => {
  const args = ['access', '--used', 'x.log', '--live', '--format', 'json'];
  expect((await runInProcess(args, { cwd: folder })).stderr).toBe(
    '--used prints one report of its own: leave out --live and --format\n',
  );
});

test('a file that is not there is told once', async () => {
  expect(await used('none.log')).toMatchObject({
    status: 1,
    stderr: 'none.log cannot be read: no such file or directory\n',
  });
});
