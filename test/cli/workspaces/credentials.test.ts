import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { findCredentials } from '../../../cli/workspaces/credentials';

/** What Terraform reads on this system. */
const [RC, FOLDER] =
  process.platform === 'win32' ? ['terraform.rc', 'terraform.d'] : ['.terraformrc', '.terraform.d'];

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'credentials-test-'));
});
afterEach(() => rmSync(home, { recursive: true }));

/** An environment in which Terraform reads this file. */
function reading(content: string): Record<string, string> {
  const file = join(home, 'cli.tfrc');
  writeFileSync(file, content);
  return { HOME: home, TF_CLI_CONFIG_FILE: file };
}

test.each([
  ['TFE.Contoso.com', 'TF_TOKEN_tfe_contoso_com'],
  ['tfe.contoso.com', 'TF_TOKEN_TFE_CONTOSO_COM'],
  ['my-tfe.contoso.com', 'TF_TOKEN_my__tfe_contoso_com'],
  ['my-tfe.contoso.com', 'TF_TOKEN_my-tfe.contoso.com'],
  ['xn--caf-dma.fr', 'TF_TOKEN_xn____caf__dma_fr'],
  ['xn--caf-dma.fr', 'TF_TOKEN_café_fr'],
  ['tfe.contoso.com:8443', 'TF_TOKEN_tfe_contoso_com:8443'],
])('the token of %s is that of %s, as Terraform has it', (host, variable) => {
  expect(findCredentials(host, { HOME: home, [variable]: 'abc' })).toEqual({
    token: 'abc',
    source: variable,
  });
});

test('the token of a host is not sent to another port of it, for which no shell can set a variable', () => {
  const env = { HOME: home, TF_TOKEN_tfe_contoso_com: 'abc' };

  expect(() => findCredentials('tfe.contoso.com:8443', env)).toThrow(
    /no token for tfe\.contoso\.com:8443: run 'terraform login tfe\.contoso\.com:8443'$/,
  );
});

test.each([
  ['HCL', 'credentials "tfe.contoso.com" {\n  token = "abc"\n}\n'],
  ['JSON', JSON.stringify({ credentials: { 'tfe.contoso.com': { token: 'abc' } } })],
  [
    'HCL with what no longer counts',
    '# credentials "tfe.contoso.com" { token = "old" }\ncredentials "tfe.contoso.com" {\n  // token = "older"\n  token = "abc"\n}\n',
  ],
  [
    'HCL with a block as comment, and a key that only ends like it',
    '/* credentials "tfe.contoso.com" { token = "old" } */\ncredentials "tfe.contoso.com" {\n  /* } */\n  old_token = "older"\n  token = "abc"\n}\n',
  ],
  [
    'HCL with two blocks for the host',
    'credentials "tfe.contoso.com" { token = "old" }\ncredentials "tfe.contoso.com" { token = "abc" }\n',
  ],
  ['JSON with lists', JSON.stringify({ credentials: [{ 'tfe.contoso.com': [{ token: 'abc' }] }] })],
])('%s of the CLI configuration has the token, in whatever case the host is written', (_, content) => {
  expect(findCredentials('TFE.contoso.com', reading(content)).token).toBe('abc');
});

test('what cannot be read is named', () => {
  mkdirSync(join(home, RC));

  expect(() => findCredentials('tfe.contoso.com', { HOME: home, APPDATA: home })).toThrow(
    /terraform\.?rc, where Terraform keeps tokens, cannot be read: illegal operation on a directory/,
  );
});

test('a token that nothing could send is refused, and not shown', () => {
  const env = { HOME: home, TF_TOKEN_tfe_contoso_com: 'abc\u20acdef' };

  expect(() => findCredentials('tfe.contoso.com', env)).toThrow(
    /^the token of TF_TOKEN_tfe_contoso_com has characters that no token has, such as spaces or line breaks: replace it$/,
  );
});

/** Files of the home directory, each with a token of its own name. */
function writeTokens(...names: string[]): Record<string, string> {
  mkdirSync(join(home, FOLDER));
  for (const name of names) {
    writeFileSync(join(home, name), `credentials "tfe.contoso.com" { token = "${basename(name)}" }`);
  }
  return { HOME: home, APPDATA: home };
}

test('what terraform login has written counts more than .terraformrc, as with Terraform', () => {
  const env = writeTokens(RC, join(FOLDER, 'a.tfrc'));
  const login = JSON.stringify({ credentials: { 'tfe.contoso.com': { token: 'new' } } });
  writeFileSync(join(home, FOLDER, 'credentials.tfrc.json'), login);

  expect(findCredentials('tfe.contoso.com', env).token).toBe('new');
});

test('any .tfrc beside it counts', () => {
  const env = writeTokens(RC, join(FOLDER, 'a.tfrc'), join(FOLDER, 'z.txt'));

  expect(findCredentials('tfe.contoso.com', env).token).toBe('a.tfrc');
});

test.each(['TF_CLI_CONFIG_FILE', 'TERRAFORM_CONFIG'])('the file of %s stands for all others', (variable) => {
  const found = writeTokens(RC, join(FOLDER, 'credentials.tfrc'), 'own.tfrc');
  const env = { ...found, TF_CLI_CONFIG_FILE: '', [variable]: join(home, 'own.tfrc') };
  expect(findCredentials('tfe.contoso.com', env).token).toBe('own.tfrc');

  writeFileSync(join(home, 'own.tfrc'), 'credentials_helper "vault" {}\n');
  expect(() => findCredentials('tfe.contoso.com', env)).toThrow(
    /^there is no token for tfe\.contoso\.com: .*; the credentials_helper of .*own\.tfrc is not asked$/,
  );
});
