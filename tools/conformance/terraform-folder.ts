import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Json, RecordedChange } from './recording';

/** A message of Terraform: summary and detail. */
export type Message = string;

interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly after: Json;
      readonly after_unknown: Json;
      readonly replace_paths?: readonly (readonly (string | number)[])[];
    };
  }[];
}

interface StateJson {
  readonly values?: {
    readonly root_module?: {
      readonly resources?: readonly { readonly address: string; readonly values: Json }[];
    };
  };
}

/** Real Terraform in a folder of its own; the environment says where its providers come from. */
export class TerraformFolder {
  private readonly folder = mkdtempSync(join(tmpdir(), 'conformance-'));

  constructor(private readonly env: NodeJS.ProcessEnv) {}

  write(configuration: object): void {
    writeFileSync(join(this.folder, 'main.tf.json'), JSON.stringify(configuration));
  }

  /** Installs the providers that the configuration asks for. */
  async init(): Promise<void> {
    await this.run('init');
  }

  /** What would be changed, by address, or the messages with which it is refused. */
  async plan(): Promise<Readonly<Record<string, RecordedChange>> | readonly Message[]> {
    const { code, output } = await this.run('plan', '-json', '-out=plan.bin');
    if (code !== 0) {
      return errorsIn(output);
    }
    const shown = await this.run('show', '-json', 'plan.bin');
    const { resource_changes: changes = [] } = JSON.parse(shown.output) as PlanJson;

    return Object.fromEntries(
      changes.map(({ address, change }) => [
        address,
        {
          actions: change.actions.join('/'),
          replace_paths: (change.replace_paths ?? []).map((path) => path.join('.')),
          after: change.after,
          unknown: unknownPaths(change.after_unknown),
        },
      ]),
    );
  }

  /** Applies the last plan; the messages with which that is refused, none when it succeeds. */
  async apply(): Promise<readonly Message[]> {
    const { code, output } = await this.run('apply', '-json', 'plan.bin');
    return code === 0 ? [] : errorsIn(output);
  }

  /** The values of each resource in the state, by address. */
  async state(): Promise<Readonly<Record<string, Json>>> {
    const shown = JSON.parse((await this.run('show', '-json')).output) as StateJson;
    const resources = shown.values?.root_module?.resources ?? [];
    return Object.fromEntries(resources.map(({ address, values }) => [address, values]));
  }

  /** The messages of `terraform validate`, by the address that each names. */
  async validate(): Promise<ReadonlyMap<string, readonly Message[]>> {
    const { output } = await this.run('validate', '-json');
    const { diagnostics } = JSON.parse(output) as {
      diagnostics: {
        severity: string;
        summary: string;
        detail?: string;
        address?: string;
        snippet?: { context?: string };
      }[];
    };
    const messages = new Map<string, Message[]>();
    for (const { severity, summary, detail, address, snippet } of diagnostics) {
      const at = address ?? (snippet?.context ?? '').replaceAll('resource.', '');
      if (severity === 'error') {
        messages.set(at, [...(messages.get(at) ?? []), `${summary} ${detail ?? ''}`.trim()]);
      }
    }
    return messages;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async run(...args: string[]): Promise<{ code: number | null; output: string }> {
    const env = { ...this.env, TF_CLI_ARGS: '-no-color' };
    const child = spawn('terraform', args, { cwd: this.folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));

    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    if (output === '' || (args[0] === 'init' && code !== 0)) {
      throw new Error(`terraform ${args.join(' ')} ended with ${code} and says: ${errors}`);
    }
    return { code, output };
  }
}

/** Whether a plan has been refused. */
export function isMessages(
  planned: Readonly<Record<string, RecordedChange>> | readonly Message[],
): planned is readonly Message[] {
  return Array.isArray(planned);
}

function errorsIn(output: string): Message[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map(
      (line) => JSON.parse(line) as { diagnostic?: { severity: string; summary: string; detail?: string } },
    )
    .flatMap(({ diagnostic }) => (diagnostic?.severity === 'error' ? [diagnostic] : []))
    .map(({ summary, detail }) => `${summary} ${detail ?? ''}`.trim());
}

/** Paths at which `after_unknown` says true. */
function unknownPaths(unknown: Json, at: readonly (string | number)[] = []): string[] {
  if (unknown === true) {
    return [at.join('.')];
  }
  if (typeof unknown !== 'object' || unknown === null) {
    return [];
  }
  return Object.entries(unknown as Record<string, Json>)
    .flatMap(([key, member]) => unknownPaths(member, [...at, key]))
    .sort();
}
