import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { State, Unknown, Value } from '../protocol/values';
import { privateFolder } from '../private-files';
import { RehearsalFailed } from '../rehearsal-failed';

/**
 * Everything that rehearsals have deployed: the objects of Azure AD, Azure and Kubernetes, kept in one JSON file.
 *
 * It is the stand-in for the services, not for Terraform's state: a resource that is missing here has been deleted
 * behind Terraform's back.
 */
export interface World {
  /** Objects of one resource type, by ID. */
  all(type: string): readonly State[];

  get(type: string, id: string): State | undefined;

  /** Creates or replaces an object and saves the world. */
  put(type: string, id: string, object: State): void;

  /** Removes an object and saves the world. */
  remove(type: string, id: string): void;

  /** Saves several changes as one: a process that dies leaves all of them behind, or none. */
  atOnce<T>(change: () => T): T;
}

interface Stored {
  readonly object: State;

  /** The object's line in the file, kept because writing a large world is mostly turning it into text. */
  readonly line: string;
}

/**
 * A world in a JSON file, or only in memory if no file is named.
 *
 * The file is read once, so one process at a time may use it. It is replaced as a whole on every change: whatever moment
 * the process dies at, the file is the world before or after that change. Objects are frozen, because one that changed
 * in memory only would be another one after a restart.
 */
export class FileWorld implements World {
  private readonly types = new Map<string, Map<string, Stored>>();
  private holdsBack = false;
  private isUnsaved = false;

  constructor(private readonly file?: string) {
    for (const [type, objects] of Object.entries(file ? read(file) : {})) {
      for (const [id, object] of Object.entries(objects)) {
        this.store(type, id, object);
      }
    }
  }

  /** Number of objects of all types. */
  get size(): number {
    return [...this.types.values()].reduce((sum, objects) => sum + objects.size, 0);
  }

  /** Type and ID of all objects. */
  get keys(): string[] {
    return [...this.types].flatMap(([type, objects]) => [...objects.keys()].map((id) => `${type} ${id}`));
  }

  all(type: string): readonly State[] {
    return Array.from(this.types.get(type)?.values() ?? [], ({ object }) => object);
  }

  get(type: string, id: string): State | undefined {
    return this.types.get(type)?.get(id)?.object;
  }

  put(type: string, id: string, object: State): void {
    this.store(type, id, object);
    this.save();
  }

  remove(type: string, id: string): void {
    if (this.types.get(type)?.delete(id)) {
      this.save();
    }
  }

  atOnce<T>(change: () => T): T {
    if (this.holdsBack) {
      return change();
    }
    this.holdsBack = true;
    try {
      return change();
    } finally {
      this.holdsBack = false;
      if (this.isUnsaved) {
        this.save();
      }
    }
  }

  private store(type: string, id: string, object: State): void {
    const copy = frozenCopy(object, `${type} '${id}'`) as State;
    const objects = this.types.get(type) ?? new Map<string, Stored>();
    this.types.set(
      type,
      objects.set(id, { object: copy, line: `${JSON.stringify(id)}: ${JSON.stringify(copy)}` }),
    );
  }

  private save(): void {
    this.isUnsaved = this.holdsBack;
    if (!this.file || this.holdsBack) {
      return;
    }
    const types = Array.from(this.types, ([type, objects]) => {
      const lines = Array.from(objects.values(), ({ line }) => line);
      return `${JSON.stringify(type)}: {\n${lines.join(',\n')}\n}`;
    });

    const temporary = `${this.file}.${process.pid}.tmp`;
    privateFolder(dirname(this.file));
    try {
      writeFileSync(temporary, `{\n${types.join(',\n')}\n}\n`, { mode: 0o600 });
      renameSync(temporary, this.file);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }
}

type Content = Record<string, Record<string, State>>;

function read(file: string): Content {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!isContent(content)) {
      throw new Error('it is not a map of resource types');
    }
    return content;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return {};
    }
    throw new RehearsalFailed(
      `${file} does not hold a rehearsal's world (${(error as Error).message}): start afresh with --fresh`,
      { cause: error },
    );
  }
}

function isContent(content: unknown): content is Content {
  const isMap = (value: unknown): value is object =>
    typeof value === 'object' && value !== null && !Array.isArray(value);

  return (
    isMap(content) &&
    Object.values(content).every((objects) => isMap(objects) && Object.values(objects).every(isMap))
  );
}

function frozenCopy(value: Value, at: string): Value {
  if (value instanceof Unknown) {
    throw new Error(`${at} is unknown; a service has no unknown values`);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return Object.freeze(value.map((element, i) => frozenCopy(element, `${at}.${i}`)));
  }
  const members = Object.entries(value).map(
    ([name, member]) => [name, frozenCopy(member, `${at}.${name}`)] as const,
  );

  return Object.freeze(Object.fromEntries(members));
}
