import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AksConfig, AppConfig, ConfigError, loadConfig } from '../../../app/config';
import { temporaryFolder } from '../../temporary-folder';

type Environment = Readonly<Record<string, string | undefined>>;

export const GROUP = '894656e1-39f8-4bfe-b16a-510f61af6f41';

/** The least that is valid: three lines of aad, four of cluster. Tests append to it. */
export const MINIMAL = `aad:
  mode: managed
  azureRbac: true
cluster:
  name: myAKSCluster
  resourceGroupName: myResourceGroup
  location: eastus
`;

/** Like MINIMAL, with the retired integration. */
export const LEGACY = `aad:
  mode: legacy
  serverApp: { displayName: server }
  clientApp: { displayName: client }
cluster:
  name: myAKSCluster
  resourceGroupName: myResourceGroup
  location: eastus
  defaultNodePool: { vmSize: Standard_D2s_v3 }
`;

const folder = temporaryFolder('aks-config-');

/** Writes aks.yaml into a temporary folder. */
export function writeConfig(content: string | Buffer): string {
  const file = join(folder(), 'aks.yaml');
  writeFileSync(file, content);
  return file;
}

/** The configuration as its first cluster sees it, which is the only one unless there is a fleet. */
export function load(content: string, env: Environment = {}): AksConfig {
  return loadApp(content, env).clusters[0]!;
}

export function loadApp(content: string, env: Environment = {}): AppConfig {
  return loadConfig(writeConfig(content), env);
}

/** The lines of the error that loading a configuration ends with; none when it loads. */
export function problemsOf(content: string | Buffer, env: Environment = {}): string[] {
  const file = writeConfig(content);
  return problemsOfFile(file, env).map((line) => line.replace(file, 'aks.yaml'));
}

/** What is wrong with further lines of the section `cluster` of MINIMAL, without the place. */
export function problemsInCluster(...lines: string[]): string[] {
  const content = MINIMAL + lines.map((line) => `  ${line}\n`).join('');
  return problemsOf(content).map((problem) => problem.replace(/^aks\.yaml:\d+:\d+ cluster\./, ''));
}

/** Problems as far as a test says what they begin with. */
export function begunLike(expected: readonly string[], problems: readonly string[]): string[] {
  return problems.map((problem, i) => problem.slice(0, expected[i]?.length));
}

export function problemsOfFile(file: string | undefined, env: Environment = {}): string[] {
  try {
    loadConfig(file, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.message.split('\n');
    }
    throw error;
  }
}
