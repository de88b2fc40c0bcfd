import { createHash } from 'node:crypto';
import { Told } from './messages';

/** How what is shown stands to what has been saved. */
export interface Status {
  /** `working`: an evaluation runs. `broken`: what has been saved has no result, and what is shown is older. */
  readonly state: 'working' | 'current' | 'broken';

  /** For people. */
  readonly text: string;
}

/** What the page is told whenever something changes: enough to know what it has to ask for. */
export interface Snapshot {
  readonly status: Status;
  readonly clusters: Told['clusters'];

  /** Version of each part: the same as long as its markup is. */
  readonly parts: Readonly<Record<string, string>>;
}

/** What is to be shown in the place of something else; a part that is undefined is taken away. */
export interface Shown {
  readonly status?: Status;
  readonly clusters?: Told['clusters'];
  readonly parts?: Readonly<Record<string, string | undefined>>;
}

/** What there is to see at the moment. */
export class Board {
  private status: Status = { state: 'working', text: 'Begins …' };
  private clusters: Told['clusters'] = [];
  private readonly parts = new Map<string, { markup: string; version: string }>();
  private readonly listeners = new Set<() => void>();

  get snapshot(): Snapshot {
    return {
      status: this.status,
      clusters: this.clusters,
      parts: Object.fromEntries([...this.parts].map(([name, { version }]) => [name, version])),
    };
  }

  part(name: string): string | undefined {
    return this.parts.get(name)?.markup;
  }

  /** Calls back after each change until the function that it returns is called. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  show(change: Shown): void {
    this.status = change.status ?? this.status;
    this.clusters = change.clusters ?? this.clusters;
    for (const [name, markup] of Object.entries(change.parts ?? {})) {
      if (markup === undefined) {
        this.parts.delete(name);
      } else {
        this.parts.set(name, { markup, version: versionOf(markup) });
      }
    }
    this.listeners.forEach((listener) => listener());
  }
}

function versionOf(markup: string): string {
  return createHash('sha256').update(markup).digest('base64url').slice(0, 12);
}
