import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { HcpFailed } from './hcp-failed';
import { systemWords } from '../../app/system-error';
import { isMap } from '../../lib/shared/maps';
import { shellWord } from '../../lib/shared/shell';

type Environment = Readonly<Record<string, string | undefined>>;

/** A token of HCP Terraform, and where it was found, which may be told. */
export interface Credentials {
  readonly token: string;
  readonly source: string;
}

/** Finds the token for a host where Terraform finds it: TF_TOKEN_…, the CLI configuration, what `terraform login` wrote. */
export function findCredentials(host: string, env: Environment = process.env): Credentials {
  const credentials = fromVariable(host, env) ?? fromFile(host, env);
  if (!credentials) {
    throw new HcpFailed(
      `there is no token for ${host}: run 'terraform login ${shellWord(host)}'${variableInWords(host)}${helperInWords(env)}`,
    );
  }
  if (!/^[\x21-\x7e]+$/.test(credentials.token)) {
    throw new HcpFailed(
      `the token of ${credentials.source} has characters that no token has, such as spaces or line breaks: replace it`,
    );
  }
  return credentials;
}

const VARIABLE = 'TF_TOKEN_';

/** In names of variables two underscores stand for a hyphen, and one for a dot; Terraform takes hyphens and dots themselves, too. */
function fromVariable(host: string, env: Environment): Credentials | undefined {
  const source = Object.keys(env).find(
    (name) =>
      name.startsWith(VARIABLE) &&
      Boolean(env[name]) &&
      isHost(name.slice(VARIABLE.length).replaceAll('__', '-').replaceAll('_', '.'), host),
  );
  return source === undefined ? undefined : { token: env[source]!.trim(), source };
}

/** No shell sets a variable with the colon of a port in its name. */
function variableInWords(host: string): string {
  const variable = VARIABLE + host.replaceAll('-', '__').replaceAll('.', '_');
  return host.includes(':') ? '' : `, or set ${variable} to a token that may manage workspaces`;
}

/** What Terraform would ask, and nothing here does. */
function helperInWords(env: Environment): string {
  const file = configurationFiles(env).find(
    (one) => existsSync(one) && /\bcredentials_helper\b/.test(withoutComments(textOf(one))),
  );
  return file === undefined ? '' : `; the credentials_helper of ${file} is not asked`;
}

function fromFile(host: string, env: Environment): Credentials | undefined {
  for (const source of configurationFiles(env).reverse()) {
    const token = existsSync(source) ? tokenIn(textOf(source), host) : undefined;
    if (token !== undefined) {
      return { token, source };
    }
  }
  return undefined;
}

/** Whether both are one host: in whatever case, and in Unicode as in Punycode. */
function isHost(name: string, host: string): boolean {
  const [one, other] = [name, host].map((text) =>
    URL.canParse(`https://${text}`) ? new URL(`https://${text}`).host : text,
  );
  return one === other;
}

function textOf(file: string): string {
  return readable(file, () => readFileSync(file, 'utf8'));
}

function namesIn(folder: string): string[] {
  return readable(folder, () => readdirSync(folder));
}

function readable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new HcpFailed(`${path}, where Terraform keeps tokens, cannot be read: ${systemWords(error)}`);
  }
}

/** In the order in which Terraform reads them, of which the last counts. A file that the environment names stands for all others. */
function configurationFiles(env: Environment): string[] {
  const named = env.TF_CLI_CONFIG_FILE || env.TERRAFORM_CONFIG;
  if (named) {
    return [named];
  }
  const isWindows = process.platform === 'win32';
  const home = (isWindows ? env.APPDATA : env.HOME) ?? homedir();
  const folder = join(home, isWindows ? 'terraform.d' : '.terraform.d');
  const files = existsSync(folder) ? namesIn(folder).filter((name) => /\.tfrc(\.json)?$/.test(name)) : [];

  return [
    join(home, isWindows ? 'terraform.rc' : '.terraformrc'),
    ...files.sort().map((name) => join(folder, name)),
  ];
}

/** What is a token of a host in a CLI configuration, which is HCL or JSON; of several, the last one counts. */
function tokenIn(text: string, host: string): string | undefined {
  const asJson = parseJson(text);
  const tokens = isMap(asJson) ? tokensOfJson(asJson) : tokensOfHcl(text);

  return tokens.reverse().find(({ name }) => isHost(name, host))?.token;
}

interface HostToken {
  readonly name: string;
  readonly token: string;
}

/** What is an object there may be a list of objects. */
function tokensOfJson({ credentials }: Readonly<Record<string, unknown>>): HostToken[] {
  return [credentials]
    .flat()
    .filter(isMap)
    .flatMap((hosts) => Object.entries(hosts))
    .flatMap(([name, own]) =>
      [own].flat().map((one) => ({ name, token: isMap(one) ? one.token : undefined })),
    )
    .filter((one): one is HostToken => typeof one.token === 'string' && one.token !== '');
}

const HCL_COMMENT = /("(?:\\.|[^"\\\n])*")|\/\*[^]*?\*\/|(?:#|\/\/).*/g;
const HCL_CREDENTIALS = /\bcredentials"?\s+"([^"]+)"\s*\{((?:"(?:\\.|[^"\\])*"|[^"}])*)\}/g;
const HCL_TOKEN = /(?<![\w-])"?token"?\s*=\s*"([^"]+)"/;

function tokensOfHcl(text: string): HostToken[] {
  return [...withoutComments(text).matchAll(HCL_CREDENTIALS)].flatMap(([, name, body]) => {
    const token = HCL_TOKEN.exec(body!)?.[1];
    return token === undefined ? [] : [{ name: name!, token }];
  });
}

function withoutComments(text: string): string {
  return text.replaceAll(HCL_COMMENT, (_, string: string | undefined) => string ?? ' ');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
