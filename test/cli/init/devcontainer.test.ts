import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TERRAFORM } from '../../../cli/terraform/products';
import { runInProcess } from '../in-process';

interface Container {
  readonly name: string;
  readonly features: Readonly<Record<string, { readonly version?: string }>>;
  readonly onCreateCommand: string;
  readonly postCreateCommand: string;
}

const FILE = '.devcontainer/devcontainer.json';

const own = JSON.parse(readFileSync(FILE, 'utf8')) as Container;

/** The version of the tool that a feature installs. */
const versionOf = (tool: string): string | undefined =>
  Object.entries(own.features).find(([feature]) => feature.includes(`/${tool}:`))?.[1].version;

test('the container has the versions that are used everywhere', () => {
  expect(versionOf('node')).toBe(readFileSync('.nvmrc', 'utf8').trim());
  expect(versionOf('terraform')).toBe(TERRAFORM.version);

  const [, kubelogin] = /kubelogin-version: v([\d.]+)/.exec(
    readFileSync('examples/pipelines/github/plan.yml', 'utf8'),
  )!;
  expect(own.onCreateCommand).toContain(`--kubelogin-version ${kubelogin}`);
});

test('features are pinned', () => {
  for (const feature of Object.keys(own.features)) {
    expect(feature).toMatch(/^ghcr\.io\/devcontainers\/features\/[\w-]+:\d+\.\d+\.\d+$/);
  }
});

test('a project has it when it is asked for, with its own name', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'devcontainer-'));
  try {
    await runInProcess(['init', 'plain'], { cwd: folder });
    expect(existsSync(join(folder, 'plain', FILE))).toBe(false);

    const { status, stdout } = await runInProcess(['init', 'My shop', '--devcontainer'], { cwd: folder });
    expect(status).toBe(0);
    expect(stdout).toContain(FILE);
    expect(JSON.parse(readFileSync(join(folder, 'My shop', FILE), 'utf8'))).toEqual({
      ...own,
      name: 'My shop',
      postCreateCommand: 'npm install',
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
