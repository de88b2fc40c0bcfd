import { isMap } from '../../lib/shared/maps';

type Content = Readonly<Record<string, unknown>>;

/** Something in the words of Azure, and where it was read. */
export interface AzureDocument {
  readonly document: Content;
  readonly at: string;
}

/** A property of a document that says something. */
export interface Property {
  /** In the words of the document, such as `agentPoolProfiles[0].osDiskType`. */
  readonly path: string;
  readonly value: unknown;
}

/**
 * An object of a document of Azure, whichever tool wrote it: `enableFips` of the Azure CLI is `enableFIPS` of ARM and
 * `enable-fips` of a map that both pass through; what is null is not there.
 *
 * It remembers what has been asked for, so that the rest can be named.
 */
export class AzureObject {
  private readonly keys: ReadonlyMap<string, string>;

  constructor(
    private readonly content: Content,
    readonly path = '',
    private readonly asked = new Set<string>(),
  ) {
    this.keys = new Map(Object.keys(content).map((key) => [normalized(key), key]));
  }

  /** A value with everything in it. */
  value(name: string): unknown {
    const key = this.keys.get(normalized(name));
    if (key === undefined) {
      return undefined;
    }
    this.asked.add(this.pathOf(key));
    return this.content[key] ?? undefined;
  }

  text(name: string): string | undefined {
    const value = this.value(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  /** Azure writes some numbers and truths as texts. */
  number(name: string): number | undefined {
    const value = this.value(name);
    const isWritten = typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
    return typeof value === 'number' ? value : isWritten ? Number(value) : undefined;
  }

  flag(name: string): boolean | undefined {
    const value = this.value(name);
    const written = typeof value === 'string' ? value.toLowerCase() : undefined;
    return typeof value === 'boolean' ? value : written === undefined ? undefined : written === 'true';
  }

  texts(name: string): string[] {
    const value = this.value(name);
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  }

  /** A map whose keys are the user's. */
  map(name: string): Record<string, string> {
    const value = this.value(name);
    return isMap(value)
      ? Object.fromEntries(
          Object.entries(value).map(([key, text]) => [key, typeof text === 'string' ? text : '']),
        )
      : {};
  }

  /** The keys of a map, such as those of identities. */
  namesIn(name: string): string[] {
    const key = this.keys.get(normalized(name));
    const value = key === undefined ? undefined : this.content[key];
    return isMap(value) ? Object.keys(value) : [];
  }

  object(name: string): AzureObject | undefined {
    const key = this.keys.get(normalized(name));
    const value = key === undefined ? undefined : this.content[key];
    return isMap(value) ? new AzureObject(value, this.pathOf(key!), this.asked) : undefined;
  }

  objects(name: string): AzureObject[] {
    const key = this.keys.get(normalized(name));
    const value = key === undefined ? undefined : this.content[key];
    return Array.isArray(value)
      ? value.flatMap((item, i) =>
          isMap(item) ? [new AzureObject(item, `${this.pathOf(key!)}[${i}]`, this.asked)] : [],
        )
      : [];
  }

  /** Takes the whole object for told. */
  skip(): void {
    this.asked.add(this.path);
  }

  /** What says something and nobody has asked for: whole objects where none of their properties was asked for. */
  unasked(): Property[] {
    return Object.entries(this.content).flatMap(([key, value]) => this.unaskedIn(this.pathOf(key), value));
  }

  private unaskedIn(path: string, value: unknown): Property[] {
    if (this.asked.has(path) || isNothing(value)) {
      return [];
    }
    const children: [string, unknown][] = Array.isArray(value)
      ? value.map((item, i) => [`${path}[${i}]`, item])
      : isMap(value)
        ? Object.entries(value).map(([key, child]) => [`${path}.${key}`, child])
        : [];
    const isTouched = [...this.asked].some((one) => one.startsWith(`${path}.`) || one.startsWith(`${path}[`));
    return children.length > 0 && isTouched
      ? children.flatMap(([at, child]) => this.unaskedIn(at, child))
      : [{ path, value }];
  }

  private pathOf(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }
}

/** A document with what ARM puts under `properties` beside the rest, where the Azure CLI has it. */
export function flattened(document: Content): Content {
  const { properties, ...rest } = document;
  return isMap(properties) ? { ...rest, ...properties } : document;
}

/** A key as all tools have it. */
export function normalized(key: string): string {
  return key.replace(/[-_]/g, '').toLowerCase();
}

/** Nothing, and what holds nothing else. */
export function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.every(isNothing);
  }
  return (
    value === null ||
    value === undefined ||
    value === '' ||
    (isMap(value) && Object.values(value).every(isNothing))
  );
}
