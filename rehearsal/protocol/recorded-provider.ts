import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a provider's own schema says of an attribute or block beyond what it tells Terraform. */
export interface RecordedAttribute {
  readonly type: 'String' | 'Bool' | 'Int' | 'Float' | 'List' | 'Set' | 'Map';
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly forceNew?: boolean;
  readonly default?: boolean | number | string;

  /** Whether the provider compares it in a way of its own, such as without regard to case. */
  readonly diffSuppress?: boolean;

  /** Whether the provider keeps another spelling than the one that was written, such as that of a location. */
  readonly stateFunc?: boolean;

  /** Paths from the root of the resource, such as `metadata.0.name`. */
  readonly conflictsWith?: readonly string[];
  readonly exactlyOneOf?: readonly string[];
  readonly atLeastOneOf?: readonly string[];
  readonly requiredWith?: readonly string[];
  readonly minItems?: number;
  readonly maxItems?: number;

  /** Index into the validators of the provider. */
  readonly validator?: number;
  readonly elem?: Pick<RecordedAttribute, 'type' | 'validator'>;

  /** Members, where it is a block. */
  readonly block?: RecordedBlock;
}

export type RecordedBlock = Readonly<Record<string, RecordedAttribute>>;

/** Values that a validator of the real provider was called with. */
export interface RecordedValidator {
  readonly type: RecordedAttribute['type'];
  readonly accepts: readonly (string | number)[];
  readonly refuses: readonly (string | number)[];
}

export interface RecordedType {
  readonly attributes: RecordedBlock;
}

interface Recording {
  readonly validators: readonly RecordedValidator[];
  readonly resources: Readonly<Record<string, RecordedType>>;
  readonly dataSources: Readonly<Record<string, RecordedType>>;
}

const DIRECTORY = join(__dirname, '..', 'provider-behaviour');

const loaded = new Map<string, RecordedProvider | undefined>();

/**
 * How a real provider behaves, read out of its own schema: what replaces an object, what is filled in, what is refused.
 *
 * There is a recording of one version of each provider. Other versions are taken to behave the same where they have the same
 * attributes; docs/conformance.md says so.
 */
export class RecordedProvider {
  static of(name: string): RecordedProvider | undefined {
    if (!loaded.has(name)) {
      loaded.set(name, read(name));
    }
    return loaded.get(name);
  }

  private readonly validators = new Map<number, RecordedValidator>();

  constructor(
    readonly version: string,
    private readonly recording: Recording,
  ) {}

  /** Undefined for a type that was not recorded. */
  resource(type: string): RecordedType | undefined {
    return this.recording.resources[type];
  }

  dataSource(type: string): RecordedType | undefined {
    return this.recording.dataSources[type];
  }

  validator(number: number): RecordedValidator {
    let validator = this.validators.get(number);
    if (!validator) {
      const { type, accepts, refuses } = this.recording.validators[number]!;
      validator = { type, accepts: accepts.map(written), refuses: refuses.map(written) };
      this.validators.set(number, validator);
    }
    return validator;
  }
}

/** Long values are recorded as `a*63`. */
function written(value: string | number): string | number {
  const [, count] = /^a\*(\d+)$/.exec(String(value)) ?? [];
  return count === undefined ? value : 'a'.repeat(Number(count));
}

function read(name: string): RecordedProvider | undefined {
  const file = readdirSync(DIRECTORY).find((one) => one.startsWith(`${name}-`) && one.endsWith('.json'));
  if (file === undefined) {
    return undefined;
  }
  const version = file.slice(name.length + 1, -'.json'.length);
  return new RecordedProvider(version, JSON.parse(readFileSync(join(DIRECTORY, file), 'utf8')) as Recording);
}
