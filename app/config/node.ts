export type KeyPath = readonly PropertyKey[];

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where a value was written. */
export interface Origin {
  /** File as the user named it. */
  readonly file: string;

  /** Path of its key in that file. */
  readonly path: KeyPath;

  /** Where its key stands, or the value itself where there is none. */
  readonly key: Position;

  /** Where the value stands; its key for an empty value, and for maps and lists below their key. */
  readonly value: Position;
}

/** What is in a node: exactly one of the three. */
export interface NodeContent {
  readonly entries?: ReadonlyMap<string, ConfigNode>;
  readonly items?: readonly ConfigNode[];

  /** The value, and how it is written: `1.30` for the number 1.3, nothing for a key without a value. */
  readonly scalar?: { readonly value: unknown; readonly written?: string };
}

/** Keys that decide which others a map may have: of state, of aad, and of networks and maintenance windows. */
export const KIND_KEYS: readonly string[] = ['backend', 'mode', 'type'];

/** A value of the configuration that knows where it comes from, whatever it has been merged with. */
export class ConfigNode {
  readonly entries?: ReadonlyMap<string, ConfigNode>;
  readonly items?: readonly ConfigNode[];
  readonly scalar?: NodeContent['scalar'];

  constructor(
    readonly origin: Origin,
    { entries, items, scalar }: NodeContent,
  ) {
    this.entries = entries;
    this.items = items;
    this.scalar = scalar;
  }

  /** The same as plain JavaScript. */
  get plain(): unknown {
    if (this.entries) {
      return Object.fromEntries([...this.entries].map(([key, node]) => [key, node.plain]));
    }
    return this.items ? this.items.map((item) => item.plain) : this.scalar?.value;
  }

  /** The node at a path, or the nearest one around it, and what of the path is left then. */
  locate(path: KeyPath): { node: ConfigNode; rest: KeyPath } {
    const [segment, ...rest] = path;
    const child =
      typeof segment === 'number' ? this.items?.[segment] : this.entries?.get(String(segment ?? ''));

    return segment !== undefined && child ? child.locate(rest) : { node: this, rest: path };
  }

  /** The same map with other entries; undefined removes one. */
  with(changes: Readonly<Record<string, ConfigNode | undefined>>): ConfigNode {
    const entries = new Map(this.entries);
    for (const [key, node] of Object.entries(changes)) {
      if (node) {
        entries.set(key, node);
      } else {
        entries.delete(key);
      }
    }
    return new ConfigNode(this.origin, { entries });
  }

  /**
   * This, laid over something else: maps are merged, everything else replaces, and so do maps of another kind.
   *
   * A `null` that is written out removes what is below it; a key without a value does not, as it may be an oversight.
   */
  over(base: ConfigNode | undefined): ConfigNode {
    if (!this.entries || !base?.entries || this.isOtherKindThan(base)) {
      return this;
    }

    const entries = new Map(base.entries);
    for (const [key, node] of this.entries) {
      const below = base.entries.get(key);
      if (below && node.isWrittenNull) {
        entries.delete(key);
      } else {
        entries.set(key, node.over(below));
      }
    }
    return new ConfigNode(this.origin, { entries });
  }

  /** Whether a key that decides which others there may be has another value. */
  private isOtherKindThan(base: ConfigNode): boolean {
    return KIND_KEYS.some((key) => {
      const [own, other] = [this, base].map(({ entries }) => entries?.get(key)?.scalar?.value);
      return own !== undefined && other !== undefined && own !== other;
    });
  }

  private get isWrittenNull(): boolean {
    return this.scalar?.value === null && Boolean(this.scalar.written);
  }
}

/** `cluster.nodePools[0].name` */
export function formatPath(path: KeyPath): string {
  return path
    .map((segment) => (typeof segment === 'number' ? `[${segment}]` : `.${String(segment)}`))
    .join('')
    .replace(/^\./, '');
}
