import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, pull } from '../../../cli/tenant/run';
import { GraphStandIn, StoodGroup, StoodUser, TENANT } from '../stand-ins/graph';
import { ALICE, CONFIGURATION, fill } from './sample';

export let directory: GraphStandIn;

/** The folder of the test that runs. */
export let folder: string;

/** The tenant file in it. */
export let file: string;

/** The environment, in which nothing names the directory. */
export let before: NodeJS.ProcessEnv;

/** The tests of the file ask a directory of their own, and each has a folder with a configuration. */
export function withDirectory(): void {
  before = { ...process.env };

  beforeAll(async () => {
    directory = new GraphStandIn();
    await directory.start();
  });
  afterAll(() => directory.stop());
  beforeEach(() => {
    fill(directory);
    directory.requests = 0;
    directory.asked.length = 0;
    folder = mkdtempSync(join(tmpdir(), 'tenant-test-'));
    file = join(folder, 'tenant.yaml');
    writeFileSync(join(folder, 'aks.yaml'), CONFIGURATION);
    process.env = { ...before, ...directory.environmentOf(ALICE, TENANT) };
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.env = { ...before };
    rmSync(folder, { recursive: true });
  });
}

interface Told {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

async function told(run: () => Promise<number>): Promise<Told> {
  const output: string[] = [];
  const errors: string[] = [];
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => output.push(String(text)) > 0);
  const err = jest.spyOn(process.stderr, 'write').mockImplementation((text) => errors.push(String(text)) > 0);
  try {
    return { code: await run(), output: output.join(''), errors: errors.join('') };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

export const config = (): string => join(folder, 'aks.yaml');
export const pulled = (values: { from?: string; pseudonyms?: boolean } = {}): Promise<Told> =>
  told(() => pull({ config: config(), pseudonyms: false, ...values }));
export const checked = (values: { from?: string } = {}): Promise<Told> =>
  told(() => check({ config: config(), ...values }));
export const text = (): string => readFileSync(file, 'utf8');
export const user = (id: string): StoodUser => directory.users.find((one) => one.id === id)!;
export const group = (id: string): StoodGroup => directory.groups.find((one) => one.id === id)!;
