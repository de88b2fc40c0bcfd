import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeInto } from '../../cli/write-into';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-into-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('what is written into a folder', () => {
  test('does not replace what is there when there is room for a part of it only', () => {
    writeFileSync(join(folder, 'access.json'), '{"earlier": true}');
    // A limit for files is met in the middle of one, as the end of a disk is.
    const code = `try { require('./cli/write-into').writeInto(process.argv[1], [['access.json', 'x'.repeat(9000)]]) } catch (error) { console.log(error.message) }`;
    const { stdout } = spawnSync(
      'bash',
      ['-c', `trap '' XFSZ; ulimit -f 4; node -r ./cli/typescript.cjs -e "$0" "$1"`, code, folder],
      { encoding: 'utf8' },
    );

    expect(stdout).toMatch(/access\.json cannot be written: file too large/);
    expect(readFileSync(join(folder, 'access.json'), 'utf8')).toBe('{"earlier": true}');
    expect(readdirSync(folder)).toEqual(['access.json']);
  });

  test('keeps the mode of a file that is there, whatever the umask', () => {
    const file = join(folder, 'access.md');
    writeFileSync(file, 'earlier');
    chmodSync(file, 0o664);
    const umask = process.umask(0o077);
    try {
      writeInto(folder, [['access.md', 'text']]);
    } finally {
      process.umask(umask);
    }

    expect(statSync(file).mode & 0o777).toBe(0o664);
  });

  test('goes into a pipe that is there, which stays one', () => {
    const pipe = join(folder, 'access.md');
    spawnSync('mkfifo', [pipe]);
    const reader = openSync(pipe, 'r+');
    try {
      writeInto(folder, [['access.md', 'text']]);

      const read = Buffer.alloc(10);
      expect(read.toString('utf8', 0, readSync(reader, read))).toBe('text');
      expect(lstatSync(pipe).isFIFO()).toBe(true);
    } finally {
      closeSync(reader);
    }
  });
});
