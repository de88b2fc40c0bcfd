import { Board } from '../../../cli/dev/board';
import { OnRead, Outcome } from '../../../cli/dev/evaluator';
import { Problem, Told } from '../../../cli/dev/messages';
import { Session } from '../../../cli/dev/session';
import { textOf } from './project';

const PROBLEM: Problem = {
  file: 'aks.yaml',
  line: 3,
  column: 5,
  key: 'cluster.name',
  message: 'is missing',
  severity: 'error',
};

function told(parts: Told['parts']): Outcome {
  const clusters = [{ key: '', name: 'shop' }];
  return {
    files: ['aks.yaml'],
    problems: [],
    told: { problems: [], clusters, parts, inShort: ['nobody gains'], outdir: '' },
  };
}

/** An evaluator whose evaluations end when the test says so. */
class Evaluations {
  readonly calls: string[] = [];
  private readonly waiting: ((outcome: Outcome) => void)[] = [];

  evaluate(onRead: OnRead): Promise<Outcome> {
    this.calls.push('evaluate');
    return new Promise<Outcome>((resolve) =>
      this.waiting.push((outcome) => {
        if (outcome.files) {
          onRead(outcome.files, outcome.told ? [] : outcome.problems);
        }
        resolve(outcome);
      }),
    );
  }

  restart(): Promise<void> {
    this.calls.push('restart');
    return Promise.resolve();
  }

  async end(outcome: Outcome): Promise<void> {
    while (this.waiting.length === 0) {
      await new Promise(setImmediate);
    }
    this.waiting.shift()!(outcome);
    await new Promise(setImmediate);
  }
}

let evaluations: Evaluations;
let board: Board;
let session: Session;
let read: (readonly string[])[];
let printed: string[];
beforeEach(() => {
  evaluations = new Evaluations();
  board = new Board();
  read = [];
  printed = [];
  session = new Session({
    subject: { configuration: 'aks.yaml', editor: 'vscode://file{file}:{line}:{column}', folder: '' },
    board,
    evaluator: evaluations,
    onRead: (files) => read.push(files),
    print: (text) => printed.push(text),
  });
});

test('of many saves during an evaluation only the last is evaluated', async () => {
  const done = session.saved();
  for (let i = 0; i < 10; i++) {
    void session.saved();
  }
  await evaluations.end(told({ changes: 'first' }));
  await evaluations.end(told({ changes: 'last' }));
  await done;
  expect(evaluations.calls).toEqual(['evaluate', 'evaluate']);
  expect(board.part('changes')).toBe('last');
  expect(board.snapshot.status).toEqual({
    state: 'current',
    text: expect.stringMatching(/^Up to date at \d\d:\d\d:\d\d, after \d+ ms$/) as string,
  });
});

test('after a change of the code the process is another one, and only then', async () => {
  const done = session.saved();
  void session.saved(true);
  await evaluations.end(told({}));
  await evaluations.end(told({}));
  await done;
  void session.saved();
  await evaluations.end(told({}));
  expect(evaluations.calls).toEqual(['evaluate', 'restart', 'evaluate', 'evaluate']);
});

test('a broken file keeps what was there, and says so, in the page and in the terminal', async () => {
  void session.saved();
  await evaluations.end(told({ 'access/': 'good' }));
  void session.saved();
  await evaluations.end({ files: ['aks.yaml', 'base.yaml'], problems: [PROBLEM] });

  expect(board.part('access/')).toBe('good');
  expect(board.snapshot.status.state).toBe('broken');
  expect(board.snapshot.status.text).toMatch(
    /^1 problem at [\d:]{8}; everything else is of [\d:]{8}, when it was last right$/,
  );
  expect(textOf(board.part('problems')!)).toBe('Problems error aks.yaml:3:5 cluster.name: is missing');
  expect(printed[1]).toMatch(/\nWRONG {2}aks.yaml:3:5 cluster.name: is missing$/);
  expect(read).toEqual([['aks.yaml'], ['aks.yaml', 'base.yaml']]);

  void session.saved();
  await evaluations.end(told({ 'access/': 'better' }));
  expect(board.part('access/')).toBe('better');
  expect(board.snapshot.status.state).toBe('current');
  expect(textOf(board.part('problems')!)).toBe('Problems None.');
});

test('what is wrong from the beginning is told without anything older', async () => {
  void session.saved();
  await evaluations.end({ problems: [PROBLEM, PROBLEM] });
  expect(board.snapshot.status.text).toMatch(/^2 problems at [\d:]{8}$/);
});

test('what stops a plan is a problem beside the others, until there is a plan', async () => {
  const wrong: Problem = { message: 'no plan: HEAD could not be deployed', severity: 'error' };
  void session.saved();
  await evaluations.end(told({}));
  session.planned([wrong]);
  expect(board.snapshot.status).toMatchObject({
    state: 'broken',
    text: expect.stringMatching(/^Up to date at .*; there is no plan$/) as string,
  });
  expect(textOf(board.part('problems')!)).toBe('Problems error no plan: HEAD could not be deployed');

  void session.saved();
  await evaluations.end({ problems: [PROBLEM] });
  session.planned([]);
  expect(textOf(board.part('problems')!)).toBe('Problems error aks.yaml:3:5 cluster.name: is missing');
  void session.saved();
  await evaluations.end(told({}));
  expect(board.snapshot.status.state).toBe('current');
});

test('what is ended on purpose has not failed', async () => {
  void session.saved();
  session.stop();
  await evaluations.end({ problems: [PROBLEM] });
  expect([printed, board.part('problems')]).toEqual([[], undefined]);
  expect(read).toEqual([]);
});

test('a place leads to the editor, and no text becomes markup', async () => {
  void session.saved();
  await evaluations.end({
    problems: [{ ...PROBLEM, file: 'a b/<x>#?.yaml', message: '<img src=x onerror=alert(1)>' }],
  });
  const markup = board.part('problems')!;
  expect(markup).toContain(`href="vscode://file${process.cwd()}/a%20b/%3Cx%3E%23%3F.yaml:3:5"`);
  expect(markup).not.toContain('<img');
});

test('the part of a cluster that is gone goes', async () => {
  void session.saved();
  await evaluations.end(told({ 'access/one': '1', 'access/two': '2' }));
  void session.saved();
  await evaluations.end(told({ 'access/two': '2' }));
  expect(Object.keys(board.snapshot.parts)).toEqual(['access/two', 'problems']);
});
