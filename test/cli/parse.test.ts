import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runInProcess } from './in-process';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parse-'));
  copyFileSync(resolve('aks.yaml'), join(folder, 'aks.yaml'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  [['access', '--for', ''], '--for has an empty value: --for <account>'],
  [['access', '--revoke', ' '], '--revoke has an empty value: --revoke <account>'],
  [['access', '--config='], '--config has an empty value: --config <file>'],
  [['access', '--tenant', ''], '--tenant has an empty value: --tenant <file>'],
  [['access', '--output', ''], '--output has an empty value: --output <folder>'],
  [['doctor', ''], 'doctor has an empty <account>: name one, or leave it out'],
  [['access', '--live', ''], 'access has an empty <file>: name one, or leave it out'],
])('a variable that is not set is refused: %j', async (args, problem) => {
  expect(await runInProcess(args, { cwd: folder })).toEqual({
    status: 1,
    stdout: '',
    stderr: `${problem}\n`,
  });
});

test.each([
  [['access', '--check', '--format', 'html'], 1],
  [['doctor', 'a', 'b'], 1],
  [['doctor', '--cluster', 'nope'], 1],
  [['access', '--no-such-option'], 1],
  // 1 is its "no", and a test that expects a "no" must not pass by a mistake.
  [['rehearse', 'can-i'], 2],
])('a wrong call ends with 1, unless that is a "no": %j', async (args, status) => {
  expect((await runInProcess(args, { cwd: folder })).status).toBe(status);
});
