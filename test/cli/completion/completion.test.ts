import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMMANDS } from '../../../cli/commands';
import { bash } from '../../../cli/completion/bash';
import { entriesOf } from '../../../cli/completion/entries';
import { fish } from '../../../cli/completion/fish';
import { zsh } from '../../../cli/completion/zsh';

const ENTRIES = entriesOf(COMMANDS);

/** A folder with a file and a folder in it. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'completion-'));
  writeFileSync(join(folder, 'aks.yaml'), '');
  mkdirSync(join(folder, 'out'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function run(shell: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(shell, args, { cwd: folder, encoding: 'utf8' });
  expect({ status, stderr, error }).toMatchObject({ status: 0, stderr: '', error: undefined });
  return stdout;
}

/** What bash would offer for the last of the words. */
function inBash(...words: readonly string[]): string[] {
  const quoted = ['cdktf-aks-aad', ...words].map((word) => `'${word}'`).join(' ');
  writeFileSync(
    join(folder, 'ask.sh'),
    // Outside of a completion, compopt has nothing to set.
    `compopt() { :; }\n${bash(ENTRIES)}\nCOMP_WORDS=(${quoted}); COMP_CWORD=${words.length}; _cdktf_aks_aad\nprintf '%s\\n' "\${COMPREPLY[@]}"\n`,
  );
  return run('bash', ['--norc', 'ask.sh']).split('\n').filter(Boolean);
}

describe('in bash', () => {
  test.each<[string[], string[]]>([
    [['reh'], ['rehearse']],
    [['a'], ['access', 'adopt']],
    [['rehearse', 'c'], ['can-i']],
    [['rehearse', 'can-i', '--n'], ['--namespace']],
    [['rehearse', '--k'], ['--keep']],
    [
      ['access', '--f'],
      ['--format', '--for'],
    ],
    [
      ['access', '--format', ''],
      ['markdown', 'html', 'json', 'text', 'sarif', 'junit'],
    ],
    [['access', '--format', '=', 'h'], ['html']],
    [['access', '--config', 'ak'], ['aks.yaml']],
    [['access', '--output', ''], ['out']],
    [['access', '--against', ''], []],
    [['workspaces', '--execution', 'a'], ['agent']],
    [['help', 'doc'], ['doctor']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish', '--help'],
    ],
    [['nonsense', '--z'], []],
  ])('%j', (words, candidates) => {
    expect(inBash(...words)).toEqual(candidates);
  });

  test('a file or folder with a space or a star in its name is one candidate', () => {
    writeFileSync(join(folder, 'my aks.yaml'), '');
    mkdirSync(join(folder, 'out *'));

    expect(inBash('access', '--config', 'my')).toEqual(['my aks.yaml']);
    expect(inBash('access', '--config', 'my\\ a')).toEqual(['my aks.yaml']);
    expect(inBash('access', '--output', 'out').sort()).toEqual(['out', 'out *']);
    expect(inBash('access', 'my')).toEqual(['my aks.yaml']);
  });

  test('every command and option is offered', () => {
    expect(inBash('')).toEqual(expect.arrayContaining(Object.keys(COMMANDS)));
    for (const [name, { options }] of Object.entries(COMMANDS)) {
      const all = Object.keys(options).map((option) => `--${option}`);
      expect(inBash(name, '--')).toEqual([...all, '--help']);
    }
  });
});

function isInstalled(shell: string): boolean {
  return spawnSync(shell, ['-c', 'true']).status === 0;
}

(isInstalled('fish') ? describe : describe.skip)('in fish', () => {
  test.each<[string, string[]]>([
    ['reh', ['rehearse']],
    ['rehearse c', ['can-i']],
    ['rehearse can-i --names', ['--namespace']],
    ['access --format ', ['html', 'json', 'junit', 'markdown', 'sarif', 'text']],
    ['access --config ak', ['aks.yaml']],
    ['rehearse --names', []],
  ])('%s', (line, candidates) => {
    writeFileSync(join(folder, 'ask.fish'), `${fish(ENTRIES)}\ncomplete -C 'cdktf-aks-aad ${line}'\n`);
    const offered = run('fish', ['--no-config', 'ask.fish']).split('\n').filter(Boolean);

    expect(offered.map((offer) => offer.split('\t')[0]).sort()).toEqual(candidates);
  });
});

(isInstalled('zsh') ? describe : describe.skip)('in zsh', () => {
  test.each<[string, string[]]>([
    ['reh', ['rehearse']],
    ['rehearse c', ['can-i']],
    ['rehearse can-i --names', ['--namespace']],
    ['access --format ', ['html', 'json', 'junit', 'markdown', 'sarif', 'text']],
    ['access --config a', ['files']],
    ['access --output a', ['files -/']],
  ])('%s', (line, candidates) => {
    const words = ['cdktf-aks-aad', ...line.split(' ')];
    writeFileSync(
      join(folder, 'ask.zsh'),
      // What the completion system would do with the answers, which needs a terminal.
      `compdef() { :; }; compset() { :; }
_files() { print -l "files\${1:+ $1}"; }
compadd() { shift; print -l -- $@; }
_describe() { print -l -- \${\${(P)4}%%:*}; }
${zsh(ENTRIES)}
words=(${words.map((word) => `'${word}'`).join(' ')}); CURRENT=${words.length}
_cdktf_aks_aad
`,
    );
    const offered = run('zsh', ['-f', 'ask.zsh']).split('\n').filter(Boolean);

    expect(offered.filter((offer) => offer.startsWith(words.at(-1)!) || /^files/.test(offer)).sort()).toEqual(
      candidates,
    );
  });
});

test('what zsh is told about a candidate is quoted, apostrophes and all', () => {
  // bash reads such a list in the same way, and is there where zsh is not.
  const lists = zsh(ENTRIES).match(/candidates=\(.*\)(?= ;;)/g)!;
  writeFileSync(
    join(folder, 'ask.sh'),
    lists.map((list) => `${list}\nprintf '%s\\n' "\${candidates[@]}"\n`).join(''),
  );

  const candidates = ENTRIES.flatMap(({ words, options }) => [...words, ...options]);
  expect(run('bash', ['--norc', 'ask.sh']).trim().split('\n')).toEqual(
    candidates.map(({ word, does }) => `${word}:${does}`),
  );
});
