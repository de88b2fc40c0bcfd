import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { orExplain } from '../../app/or-explain';
import { problemsOf } from '../../cli/dev/problems-of';
import { failureText } from '../../cli/failure';
import { problemOf } from '../../rehearsal/protocol/diagnostics';

/** As Node.js tells it, without the file. */
function fullDisk(): unknown {
  try {
    writeFileSync('/dev/full', 'text');
  } catch (error) {
    return error;
  }
  throw new Error('/dev/full has taken something');
}

describe('a full disk is told with the folders where room is missing', () => {
  const WORDS = `no space left on device: make room in ${process.cwd()}, or in ${tmpdir()}, where temporary files are`;

  test('by a command', () => {
    expect(failureText(fullDisk())).toBe(WORDS);
  });

  test('in the page of dev', () => {
    expect(problemsOf(fullDisk())).toEqual([{ message: WORDS, severity: 'error' }]);
  });

  test('by the stand-ins, and without a stack trace', () => {
    expect(problemOf(fullDisk())).toEqual({
      summary: `the rehearsal cannot write what is deployed: ${WORDS}`,
    });
  });

  test('at synth', () => {
    const told = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const { exitCode } = process;
    try {
      orExplain(() => {
        throw fullDisk();
      });

      expect(process.exitCode).toBe(1);
      expect(told).toHaveBeenCalledWith(`${WORDS}\n`);
    } finally {
      process.exitCode = exitCode;
      told.mockRestore();
    }
  });
});
