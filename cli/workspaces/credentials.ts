import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { HcpFailed } from './hcp-failed';
import { shellWord } from '../../lib/shared/shell';

type Environment = Readonly<Record<string, string | undefined>>;

/** A token of HCP Terraform, and where it was found, which may be told. */
export interface Credentials {
  readonly token: string;
  readonly source: string;
}

/** Finds the token for a host where Terraform finds it: TF_TOKEN_…, the CLI configuration, what `terraform login` wrote. */
export function findCredentials(host: string, env: Environment = process.env): Credentials {
  const variable = tokenVariable(host);
  const fromVariable = env[variable];
  if (fromVariable) {
    return { token: fromVariable, source: variable };
  }

  for (const file of configurationFiles(env)) {
    const token = existsSync(file) ? tokenIn(readFileSync(file, 'utf8'), host) : undefined;
    if (token !== undefined) {
      return { token, source: file };
    }
  }
  throw new HcpFailed(
    `there is no token for ${host}: run 'terraform login ${shellWord(host)}', or set ${variable} to a token that may manage workspaces`,
  );
}

/** Dots become underscores; a hyphen, which names of variables cannot have, becomes two. */
function tokenVariable(host: string): string {
  return `TF_TOKEN_${host.replaceAll('-', '__').replaceAll('.', '_').replace(/:\d+$/, '')}`;
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
    return asJson.credentials?.[host]?.token;
  }
  for (const [, name, body] of text.matchAll(/credentials\s+"([^"]+)"\s*\{([^}]*)\}/g)) {
    const token = /token\s*=\s*"([^"]+)"/.exec(body!)?.[1];
    if (name === host && token !== undefined) {
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
