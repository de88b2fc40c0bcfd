import { Testing } from 'cdktf';
import { IdentityStack } from '../../../app/stacks/identity-stack';
import { warnOfState } from '../../../app/state/warnings';
import { load, MINIMAL } from '../config/config-file';

/** The warnings of a state, without the place. */
function warnings(state: string, more = ''): string[] {
  const config = load(`${MINIMAL}state: ${state}\n${more}`);
  const stack = new IdentityStack(Testing.app(), 'identity', config);
  warnOfState(stack, config);
  Testing.synth(stack, true);

  return stack.node.metadata.map(({ data }) => String(data).replace(" (at 'identity')", ''));
}

test.each([
  ["{ backend: http, address: 'https://contoso.com/{stack}' }", ''],
  ["{ backend: http, address: 'http://localhost:8080/{stack}' }", ''],
  ["{ backend: http, address: 'http://127.0.0.1:8080/{stack}' }", ''],
  ["{ backend: http, address: 'http://[::1]:8080/{stack}' }", ''],
  ['{ backend: pg }', 'environment: production\n'],
  ['{ backend: local }', 'environment: dev\n'],
  ['{ backend: local }', 'environment: non-reproducible\n'],
  ["{ backend: consul, address: 'localhost:8500', scheme: http }", ''],
])('%s %s is no reason to warn', (state, more) => {
  expect(warnings(state, more)).toEqual([]);
});

test.each([
  [
    "{ backend: http, address: 'https://contoso.com/{stack}', lock: false }",
    '',
    ["states are not locked: remove 'lock: false' from 'state' [unlocked-state]"],
  ],
  [
    '{ backend: s3, bucket: state, region: eu-west-1, lock: false, encrypt: false }',
    '',
    [
      "states are not encrypted: remove 'encrypt: false' from 'state' [unencrypted-state]",
      "states are not locked: remove 'lock: false' from 'state' [unlocked-state]",
    ],
  ],
  [
    "{ backend: http, address: 'http://state.contoso.com:8080/{stack}' }",
    '',
    ["states go to and from 'state.contoso.com:8080' in clear text: use https [state-without-tls]"],
  ],
  [
    '{ backend: consul, scheme: http }',
    '',
    ["states go to and from 'Consul' in clear text: use https [state-without-tls]"],
  ],
  [
    '{ backend: local }',
    'environment: eu-prod\n',
    [
      "the state of environment 'eu-prod' is kept in local files: choose another 'state' [local-state-of-production]",
    ],
  ],
  [
    '{ backend: local }',
    'protect: true\n',
    [
      "the state of what 'protect' is for is kept in local files: choose another 'state' [local-state-of-production]",
    ],
  ],
  ['{ backend: local }', 'protect: true\nsilence: [local-state-of-production]\n', []],
])('%s %s is warned about', (state, more, expected) => {
  expect(warnings(state, more).sort()).toEqual(expected);
});
