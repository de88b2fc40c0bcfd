import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { LITERAL } from '../../access/configurations';
import { CommandRun, runInProcess } from '../in-process';

export const TENANT = resolve('rehearsal/tenant.yaml');

/** The folder of the test that runs. */
export let folder: string;

/** Each test of the file gets a repository of its own, with a configuration in it. */
export function withRepository(): void {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'access-cli-'));
    write('aks.yaml', `${LITERAL}access: [{ name: readers, clusterRole: view, users: [bob@contoso.com] }]\n`);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
}

export function write(name: string, content: string): void {
  writeFileSync(join(folder, name), content);
}

const run = (...args: string[]): Promise<CommandRun> =>
  runInProcess(args, {
    cwd: folder,
    env: {
      AKS_CONFIG: '',
      AKS_DOCTOR_GRAPH_ENDPOINT: 'http://127.0.0.1:9',
      AKS_DOCTOR_GRAPH_TOKEN: 't',
    },
  });

export const access = (...args: string[]): Promise<CommandRun> => run('access', ...args);
export const manifests = (...args: string[]): Promise<CommandRun> => run('manifests', ...args);
export const doctor = (...args: string[]): Promise<CommandRun> => run('doctor', ...args);
