import { App, LocalBackend, PgBackend, TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { warn } from '../../../lib/shared/warn';
import { warnAboutLocalState } from '../../../lib/private/local-state';
import { warningsOf } from '../sample-cluster';

test('warnings with the same ID are gathered into one', () => {
  const warnings = warningsOf((stack) => {
    for (let index = 0; index < 3; index++) {
      warn(new Construct(stack, `Thing${index}`), 'things', `thing ${index} is odd`);
    }
    warn(stack, 'other', 'all is odd');
  });
  expect(warnings).toEqual([
    "all is odd (at 'test') [other]",
    "thing 0 is odd (at 'test/Thing0'), and 2 more [things]",
  ]);
});

test('what cannot be known before the end is asked then', () => {
  const warnings = warningsOf((stack) => {
    const children = () => stack.node.children.length;
    const before = children();
    warn(stack, 'grown', () => (children() > before ? 'the stack has grown' : undefined));
    warn(stack, 'shrunk', () => (children() < before ? 'the stack has shrunk' : undefined));
    new Construct(stack, 'Later');
  });
  expect(warnings).toEqual(["the stack has grown (at 'test') [grown]"]);
});

test('IDs in the context of the app or of a construct are silenced', () => {
  const app = new App({ context: { 'cdktf-aks-aad:silence': ['quiet'] } });
  const stack = new TerraformStack(app, 'test');
  const silent = new Construct(stack, 'Silent');
  silent.node.setContext('cdktf-aks-aad:silence', ['loud']);

  warn(stack, 'quiet', 'not heard');
  warn(silent, 'loud', 'not heard here');
  warn(stack, 'loud', 'heard');
  Testing.synth(stack, true);

  expect(stack.node.metadata.map(({ data }) => String(data))).toEqual(["heard (at 'test') [loud]"]);
});

test('a second synthesis repeats nothing', () => {
  const stack = new TerraformStack(Testing.app(), 'test');
  warn(stack, 'once', 'heard');
  Testing.synth(stack, true);
  Testing.synth(stack, true);

  expect(stack.node.metadata).toHaveLength(1);
});

test.each<[string, (stack: TerraformStack) => unknown, string[]]>([
  [
    'no backend',
    () => undefined,
    [
      "it is kept in a local state file: give stack 'test' a remote backend (at 'test') [secret-in-local-state]",
    ],
  ],
  [
    'a local backend',
    (stack) => new LocalBackend(stack, {}),
    [
      "it is kept in a local state file: give stack 'test' a remote backend (at 'test') [secret-in-local-state]",
    ],
  ],
  ['a remote backend', (stack) => new PgBackend(stack, { connStr: 'postgres://db' }), []],
])('a secret with %s', (_, defineBackend, expected) => {
  const warnings = warningsOf((stack) => {
    warnAboutLocalState(stack, 'it');
    defineBackend(stack);
  });
  expect(warnings).toEqual(expected);
});
