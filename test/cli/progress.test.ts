import { endProgress, inProgress, tellAnswer, tellStep, withoutProgress } from '../../cli/progress';

const { CI } = process.env;
const isTTY = process.stderr.isTTY;
let shown: string[];

beforeEach(() => {
  shown = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    shown.push(`${text as string}`.replace('\r\u001b[K', ''));
    return true;
  });
  process.stderr.isTTY = true;
  delete process.env.CI;
});

afterEach(() => {
  endProgress();
  jest.restoreAllMocks();
  process.stderr.isTTY = isTTY;
  if (CI !== undefined) {
    process.env.CI = CI;
  }
});

test('what is going on is shown with its step, and gone when it is over', async () => {
  await inProgress('rehearse', () => {
    tellStep('deploy, 1 of 3 stacks');
    return Promise.resolve();
  });

  expect(shown).toEqual(['rehearse … ', 'rehearse: deploy, 1 of 3 stacks … ', '']);
});

test('answers of services are counted', async () => {
  await inProgress('tenant pull', () => {
    tellAnswer();
    tellAnswer();
    return Promise.resolve();
  });

  expect(shown).toContain('tenant pull: 1 answer … ');
  expect(shown).toContain('tenant pull: 2 answers … ');
});

test('what is printed stands on a line of its own', async () => {
  await inProgress('rehearse', () => withoutProgress(() => process.stderr.write('done\n')));

  expect(shown.slice(-4)).toEqual(['', 'done\n', 'rehearse … ', '']);
});

test.each([
  ['in a pipeline', () => (process.env.CI = 'true')],
  ['where nobody sees it', () => (process.stderr.isTTY = false)],
])('nothing is shown %s', async (_, arrange) => {
  arrange();
  await inProgress('rehearse', () => {
    tellStep('deploy');
    return Promise.resolve();
  });

  expect(shown).toEqual([]);
});
