import { coloured, hasColours, withMarks } from '../../cli/colours';
import { NASTY_NAMES } from '../nasty-names';
import { printable } from '../../lib/shared/visible';

interface Terminal {
  readonly onData: (listener: (data: string) => void) => unknown;
  readonly onExit: (listener: () => void) => unknown;
}

/** cdktf-cli's own, whose declarations are no module. */
// oxlint-disable-next-line typescript/no-require-imports -- an import would need them
const { spawn } = require('@cdktf/node-pty-prebuilt-multiarch') as {
  readonly spawn: (file: string, args: readonly string[], options: object) => Terminal;
};

const RED = '\u001b[31m';

/** What a terminal is sent by the command line, which is the same command with other variables, one after the other. */
async function onTerminal(command: string, ...environments: Record<string, string>[]): Promise<string[]> {
  const env = { ...process.env };
  ['NO_COLOR', 'FORCE_COLOR', 'CI'].forEach((name) => delete env[name]);
  return Promise.all(
    environments.map(
      (variables) =>
        new Promise<string>((resolve) => {
          const args = ['-c', `node -r ./cli/typescript.cjs cli/bin.ts ${command}`];
          const terminal = spawn('sh', args, { env: { ...env, TERM: 'xterm', ...variables }, cols: 200 });
          let sent = '';
          terminal.onData((data) => (sent += data));
          terminal.onExit(() => resolve(sent));
        }),
    ),
  );
}

describe('colours', () => {
  test.each([
    [true, {}, true],
    [false, {}, false],
    [undefined, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
    [false, { FORCE_COLOR: '1' }, true],
    [false, { FORCE_COLOR: '' }, true],
    [true, { FORCE_COLOR: '0' }, false],
    [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ])('on a terminal %p, with %j: %p', (isTTY, env, expected) => {
    expect(hasColours({ isTTY }, env)).toBe(expected);
  });

  test('are put on marks at the beginning of lines, and change no text', () => {
    expect(withMarks('warning          x\nok     y\nWRONG  z\nsecond plan  No changes.\nplain warning')).toBe(
      '\u001b[33mwarning\u001b[39m          x\n\u001b[32mok\u001b[39m     y\n\u001b[31mWRONG\u001b[39m  z\n' +
        '\u001b[32msecond plan  No changes.\u001b[39m\nplain warning',
    );
    Object.values(NASTY_NAMES).forEach((name) => {
      const text = `ok  ${printable(name)}`;
      // oxlint-disable-next-line no-control-regex -- what coloured() has put there
      expect(withMarks(text).replace(/\u001b\[\d+m/g, '')).toBe(text);
    });
    expect(coloured('x', 'wrong')).toBe(`${RED}x\u001b[39m`);
  });
});

describe('on a terminal', () => {
  test('an error is red, unless NO_COLOR is set', async () => {
    const [plain, without] = await onTerminal('acess', {}, { NO_COLOR: '1' });

    expect(plain).toContain(`${RED}'acess' is not a command, did you mean 'access'?`);
    expect(without).toBe("'acess' is not a command, did you mean 'access'?\r\n");
  });

  test('what is going on is shown, and nothing of it is left; in a pipeline and in files it is not', async () => {
    const [shown, piped] = await onTerminal(
      'manifests --config examples/two-teams.yaml 2>/dev/tty',
      {},
      { CI: 'true' },
    );

    expect(shown).toContain('\r\u001b[Kmanifests … ');
    expect(lastLines(shown!)).toBe(lastLines(piped!));
    expect(piped).not.toContain('\u001b');
    expect(piped).toContain('kind: RoleBinding');
  });
});

/** What stands on the screen in the end. */
function lastLines(sent: string): string {
  // oxlint-disable-next-line no-control-regex -- what clears a line
  return sent.replace(/[^\n]*\r\u001b\[K/g, '');
}
