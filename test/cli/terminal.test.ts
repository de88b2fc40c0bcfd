import { stripVTControlCharacters } from 'node:util';
import { ConfigError } from '../../app/config/problems/config-error';
import { orExplain } from '../../app/or-explain';
import { findingsInWords } from '../../cli/doctor/findings';
import { failureText } from '../../cli/failure';
import { complain, say } from '../../cli/terminal';
import { ValidationError } from '../../lib/shared/errors';
import { visible } from '../../lib/shared/visible';
import { renderTable } from '../../rehearsal/access/table';
import { summarize } from '../../rehearsal/summary';
import { rescueUnsavedStates } from '../../rehearsal/unsaved-states';
import { NASTY_NAMES } from '../nasty-names';

const NAMES = Object.values(NASTY_NAMES);

/** By number, so as not to ask the expression that is tested: C0 but line breaks, DEL and C1, separators, directions, no width. */
function actedUpon(text: string): string[] {
  return [...text].filter((character) => {
    const code = character.codePointAt(0)!;
    const isControl = (code < 0x20 && ![0x09, 0x0a].includes(code)) || (code >= 0x7f && code < 0xa0);
    const isDirection = (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e);
    return isControl || isDirection || (code >= 0x2060 && code <= 0x206f) || [0xfeff, 0xad].includes(code);
  });
}

function expectOneLineEach(text: string, lines: number): void {
  expect(actedUpon(text)).toEqual([]);
  expect(stripVTControlCharacters(text)).toBe(text);
  expect(text.split('\n')).toHaveLength(lines);
}

describe('what is printed', () => {
  const written: string[] = [];
  beforeEach(() => {
    written.length = 0;
    const note = (text: string | Uint8Array): boolean => written.push(String(text)) > 0;
    jest.spyOn(process.stdout, 'write').mockImplementation(note);
    jest.spyOn(process.stderr, 'write').mockImplementation(note);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test('holds nothing that a terminal acts upon, errors that nobody foresaw included', () => {
    NAMES.forEach((name) => {
      say(name);
      complain(name);
      complain(failureText(new Error(name)));
    });
    expect(written).toHaveLength(3 * NAMES.length);
    expect(actedUpon(written.join(''))).toEqual([]);
  });

  test('is no command to the agent of a pipeline', () => {
    say(
      '##vso[task.setvariable variable=x]y\n##[error]x\n::error::x\n  ::stop-commands::x\naks.yaml: a ::b ## c',
    );
    expect(written.join('')).toBe(
      '\\u0023#vso[task.setvariable variable=x]y\n\\u0023#[error]x\n\\u003a:error::x\n  \\u003a:stop-commands::x\naks.yaml: a ::b ## c\n',
    );
  });

  test('of an app is a line for each problem, whatever is in the configuration', () => {
    NAMES.forEach((name) => {
      orExplain(() => {
        throw new ConfigError([
          { file: name, line: 1, column: 2, key: name, message: `'${name}' is not valid` },
          { file: 'aks.yaml', message: name },
        ]);
      });
      expectOneLineEach(written.pop()!, 3);
    });
    process.exitCode = 0;
  });
});

test('an error of a construct is one line', () => {
  NAMES.forEach((name) =>
    expectOneLineEach(new ValidationError(`clusterName '${name}' is not valid`).message, 1),
  );
});

test('findings of the doctor are a line each, and one for the fix', () => {
  NAMES.forEach((name) => {
    expectOneLineEach(findingsInWords([{ check: 'account', verdict: 'wrong', text: name, fix: name }]), 2);
  });
});

test('the cells of a table stay in their columns', () => {
  const table = renderTable([['', 'whole cluster'], ...NAMES.map((name) => [name, 'edit'])]);
  const [head, line, ...rows] = table.split('\n');

  expectOneLineEach(table, NAMES.length + 2);
  expect(rows.map((row) => row.slice(head!.indexOf('whole')))).toEqual(NAMES.map(() => 'edit'));
  expect(rows.map((row) => row.slice(0, line!.indexOf(' ')).trimEnd())).toEqual(
    NAMES.map((name) => visible(name).trimEnd()),
  );
});

test('the summary of a rehearsal is a line for each resource and warning', () => {
  NAMES.forEach((name) => {
    const stack = {
      name: 'access',
      directory: '',
      dependencies: [],
      warnings: [name],
      json: { resource: { azuread_group: { one: { display_name: name } } }, terraform: {} },
    };
    expectOneLineEach(summarize([stack]), 5);
  });
});

test('nothing is said of states that are where they belong', () => {
  expect(rescueUnsavedStates([{ name: 'a', directory: '/nowhere', json: { terraform: {} } }])).toBe('');
});
