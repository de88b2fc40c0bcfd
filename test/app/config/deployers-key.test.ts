import { deployersKeyOf } from '../../../app/config/deployers-key';
import { MINIMAL, writeConfig } from './config-file';

const keysOf = (content: string): string[] => deployersKeyOf(writeConfig(content));

test('those who deploy come in the order in which they are played, each once', () => {
  expect(
    keysOf(
      `environment: dev\n${MINIMAL}deployers: { servicePrincipals: ['{environment}-deploy', bob@contoso.com], users: [bob@contoso.com, alice@contoso.com] }\n`,
    ),
  ).toEqual(['bob@contoso.com', 'alice@contoso.com', 'dev-deploy']);
});

test('what is no text is passed over', () => {
  expect(keysOf(`${MINIMAL}deployers: { users: [7, bob@contoso.com, { a: b }, null] }\n`)).toEqual([
    'bob@contoso.com',
  ]);
});

test.each([
  ['no such key', MINIMAL],
  ['another form, of which whoever reads all of it is told', `${MINIMAL}deployers: [alice]\n`],
  ['lists of something else', `${MINIMAL}deployers: { users: [{ a: b }, 7, null] }\n`],
  ['what is no YAML', 'deployers: [\n'],
])('nobody is read from %s', (_what, content) => {
  expect(keysOf(content)).toEqual([]);
});

test('nor from a file that is not there', () => {
  expect(deployersKeyOf('no/such/aks.yaml')).toEqual([]);
});
