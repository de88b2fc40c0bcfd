import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { HcpFailed } from './hcp-failed';
import { systemWords } from '../../app/system-error';
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
      `there is no token for ${host}: run 'terraform login ${shellWord(host)}'${variableInWords(host)}`,
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

function fromFile(host: string, env: Environment): Credentials | undefined {
  for (const source of configurationFiles(env)) {
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
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new HcpFailed(`${file}, where Terraform keeps tokens, cannot be read: ${systemWords(error)}`);
  }
}

function configurationFiles(env: Environment): string[] {
  const home = env.HOME ?? homedir();

  return [
    env.TF_CLI_CONFIG_FILE ?? join(home, '.terraformrc'),
    join(home, '.terraform.d', 'credentials.tfrc.json'),
  ];
}

/** The token of a host in a CLI configuration, which is HCL or JSON. */
function tokenIn(text: string, host: string): string | undefined {
  const asJson = parseJson(text);
  if (asJson) {
    const [, own] = Object.entries(asJson.credentials ?? {}).find(([name]) => isHost(name, host)) ?? [];
    return own?.token;
  }
  const withoutComments = text.replaceAll(/^\s*(#|\/\/).*$/gm, '');
  for (const [, name, body] of withoutComments.matchAll(/credentials\s+"([^"]+)"\s*\{([^}]*)\}/g)) {
    const token = /token\s*=\s*"([^"]+)"/.exec(body!)?.[1];
    if (isHost(name!, host) && token !== undefined) {
      return token;
    }
  }
  return undefined;
}

interface CliConfiguration {
  readonly credentials?: Readonly<Record<string, { readonly token?: string } | undefined>>;
}

function parseJson(text: string): CliConfiguration | undefined {
  try {
    return JSON.parse(text) as CliConfiguration;
  } catch {
    return undefined;
  }
}
