import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shellOption, shellWord } from '../../../lib/shared/shell';
import { visible } from '../../../lib/shared/visible';
import { NASTY_NAMES } from '../../nasty-names';

const NAMES = Object.values(NASTY_NAMES);

/** What a command gets of a line, by shells that are here; whatever else it does would leave a file. */
function argumentsOf(shell: string, line: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'shell-'));
  try {
    const { stdout, stderr } = spawnSync(shell, ['-c', `printf '%s\\0' ${line}`], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(readdirSync(folder)).toEqual([]);
    return stdout.split('\0').slice(0, -1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.each(['bash', 'sh'])('every name is one word for %s, and runs nothing', (shell) => {
  expect(argumentsOf(shell, NAMES.map(shellWord).join(' '))).toEqual(NAMES.map(visible));
  expect(argumentsOf(shell, `${shellWord('')} x`)).toEqual(['', 'x']);
});

test('a value that looks like an option stays a value', () => {
  expect(argumentsOf('sh', shellOption('--group', '--help me'))).toEqual(['--group=--help me']);
  expect(shellOption('--group', 'Platform Admins')).toBe("--group 'Platform Admins'");
});

test('a word that no shell takes apart stays as it is', () => {
  expect(shellWord('/subscriptions/0/resourceGroups/rg-1')).toBe('/subscriptions/0/resourceGroups/rg-1');
});
