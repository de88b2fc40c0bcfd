import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What figures depend on besides the code. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;

  /** GiB. */
  readonly memory: number;

  readonly system: string;

  /** Versions of what takes part, by name. */
  readonly versions: Readonly<Record<string, string>>;
}

const PACKAGES = ['cdktf', 'cdktf-cli', 'constructs', 'tsx', 'typescript'];
const COMPARISONS = ['cdk8s-plus-33', 'ts-node'];

export function thisMachine(): Machine {
  const here = createRequire(__filename);

  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memory: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch}`,
    versions: {
      'Node.js': process.versions.node,
      Terraform: terraformVersion(),
      ...Object.fromEntries(
        PACKAGES.map((name) => [name, versionOf(join(here.resolve('../../package.json'), '..'), name)]),
      ),
      ...Object.fromEntries(COMPARISONS.map((name) => [name, versionOf(__dirname, name)])),
    },
  };
}

function versionOf(folder: string, name: string): string {
  const file = join(folder, 'node_modules', name, 'package.json');

  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function terraformVersion(): string {
  const { stdout } = spawnSync('terraform', ['version', '-json'], { encoding: 'utf8' });

  return (JSON.parse(stdout) as { terraform_version: string }).terraform_version;
}
