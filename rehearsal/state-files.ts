import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { BUILT_IN, NeededType } from './by-schema/needed-type';
import { privateFolder } from './private-files';
import { RehearsalFailed } from './rehearsal-failed';

type Attributes = Readonly<Record<string, unknown>>;

/** One managed resource instance of a Terraform state. */
export interface StateInstance {
  readonly type: string;
  readonly address: string;
  readonly attributes: Attributes;

  /** Whether it has been replaced already and only waits for its deletion. */
  readonly isDeposed: boolean;
}

interface StateJson {
  readonly resources?: readonly {
    readonly module?: string;
    readonly mode: string;
    readonly type: string;
    readonly name: string;

    /** As in `provider["registry.terraform.io/hashicorp/azurerm"]`, behind modules and before an alias. */
    readonly provider?: string;
    readonly instances: readonly {
      readonly index_key?: string | number;
      readonly deposed?: string;
      readonly attributes: Attributes;
    }[];
  }[];
}

const EXTENSION = '.tfstate';

/** The address of the provider in what a state says about a resource. */
const PROVIDER = /\bprovider\["([^"]+)"\]/;

/** OpenTofu's registry has the same providers. */
const OPENTOFU = /^registry\.opentofu\.org\//;

/**
 * The Terraform states of one rehearsed configuration, one file per stack.
 *
 * Terraform writes them in place, so one that is killed may leave a torn file behind. `backUp()` before it runs and
 * `recover()` afterwards put such a file back to what it was before.
 */
export class StateFiles {
  constructor(private readonly directory: string) {}

  /** File with the state of a stack. */
  file(stack: string): string {
    return join(this.directory, `${stack}${EXTENSION}`);
  }

  /** What the state of a stack holds; nothing when there is no such file yet. */
  read(stack: string): StateInstance[] {
    const file = this.file(stack);
    if (!existsSync(file)) {
      return [];
    }
    const state = parseState(file);
    if (!state) {
      throw new RehearsalFailed(`${file} does not hold a Terraform state: start afresh with --fresh`);
    }
    return instancesOf(state);
  }

  /** The types of what the state of a stack holds, data sources included; none when it cannot be read. */
  types(stack: string): NeededType[] {
    const file = this.file(stack);
    const { resources = [] } = (existsSync(file) ? parseState(file) : undefined) ?? {};

    return resources.flatMap(({ mode, type, provider = '' }) => {
      const address = PROVIDER.exec(provider)?.[1]?.replace(OPENTOFU, 'registry.terraform.io/');
      return address === undefined || address === BUILT_IN
        ? []
        : [{ kind: mode === 'data' ? ('data' as const) : ('resource' as const), type, provider: address }];
    });
  }

  /** What all states hold, those of stacks that are gone from the configuration included. */
  readAll(): StateInstance[] {
    return this.stacks.flatMap((stack) => this.read(stack));
  }

  /** The other stacks whose state holds anything. */
  beside(stacks: readonly string[]): string[] {
    return this.stacks.filter((stack) => !stacks.includes(stack) && this.read(stack).length > 0).sort();
  }

  /** Copies all states aside; the copies stay until `recover()`. */
  backUp(): void {
    rmSync(this.backups, { recursive: true, force: true });
    privateFolder(this.directory);
    privateFolder(this.backups);
    for (const stack of this.stacks) {
      cpSync(this.file(stack), this.backup(stack));
    }
  }

  /** Puts back what was torn since `backUp()`; returns the stacks that this happened to. */
  recover(): string[] {
    if (!existsSync(this.backups)) {
      return [];
    }
    const torn = this.stacks.filter((stack) => !parseState(this.file(stack)));
    for (const stack of torn) {
      rmSync(this.file(stack));
      if (existsSync(this.backup(stack))) {
        cpSync(this.backup(stack), this.file(stack));
      }
    }
    rmSync(this.backups, { recursive: true });
    return torn;
  }

  private get stacks(): string[] {
    const files = existsSync(this.directory) ? readdirSync(this.directory) : [];
    return files.filter((file) => file.endsWith(EXTENSION)).map((file) => basename(file, EXTENSION));
  }

  private get backups(): string {
    return join(this.directory, 'before');
  }

  private backup(stack: string): string {
    return join(this.backups, `${stack}${EXTENSION}`);
  }
}

/** What the text of a state holds. */
export function instancesIn(text: string): StateInstance[] {
  return instancesOf(JSON.parse(text) as StateJson);
}

function parseState(file: string): StateJson | undefined {
  try {
    const state = JSON.parse(readFileSync(file, 'utf8')) as StateJson | null;
    return typeof state === 'object' && state !== null && 'version' in state ? state : undefined;
  } catch {
    return undefined;
  }
}

function instancesOf({ resources = [] }: StateJson): StateInstance[] {
  return resources
    .filter(({ mode }) => mode === 'managed')
    .flatMap(({ module, type, name, instances }) =>
      instances.map(({ index_key: index, deposed, attributes }) => ({
        type,
        address: `${module ? `${module}.` : ''}${type}.${name}${index === undefined ? '' : `[${JSON.stringify(index)}]`}`,
        attributes,
        isDeposed: deposed !== undefined,
      })),
    );
}
