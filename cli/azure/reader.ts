import { AzureApi, Reply } from './azure-api';

/** Answers many questions at once: over the network, or from files. */
export interface Reader {
  /** For messages, such as `Microsoft Graph`. */
  readonly name: string;

  /** What is answered to each path, in their order. */
  read(paths: readonly string[]): Promise<readonly Reply[]>;

  /** The path of the page after this one. */
  next(page: unknown): string | undefined;
}

/** Questions that are under way at a time. */
const AT_ONCE = 4;

/** Reads from an API that takes one question at a time. */
export class ApiReader implements Reader {
  constructor(private readonly api: AzureApi) {}

  get name(): string {
    return this.api.name;
  }

  read(paths: readonly string[]): Promise<readonly Reply[]> {
    return atOnce(paths, (path) => this.api.reply(path));
  }

  next(page: unknown): string | undefined {
    return this.api.next(page);
  }
}

/** The answer to a list, all pages of it. */
export interface ListReply<T> {
  /** That of the first page that was refused, or else 200. */
  readonly status: number;
  readonly items: readonly T[];
}

/** Reads lists, the pages of all of them side by side. */
export async function readLists<T>(reader: Reader, paths: readonly string[]): Promise<ListReply<T>[]> {
  const items: T[][] = paths.map(() => []);
  const statuses = paths.map(() => 200);

  let pages = paths.map((path, list) => ({ path, list }));
  while (pages.length > 0) {
    const replies = await reader.read(pages.map(({ path }) => path));
    pages = pages.flatMap(({ list }, i) => {
      const { status, body } = replies[i]!;
      if (status !== 200) {
        statuses[list] = status;
        return [];
      }
      items[list]!.push(...((body as { value?: readonly T[] }).value ?? []));
      const path = reader.next(body);
      return path === undefined ? [] : [{ path, list }];
    });
  }
  return paths.map((_, i) => ({ status: statuses[i]!, items: items[i]! }));
}

/** Does something for each item, a few of them at a time; the results are in the order of the items. */
export async function atOnce<T, R>(
  items: readonly T[],
  make: (item: T) => Promise<R>,
  limit = AT_ONCE,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const i = next;
      next += 1;
      results[i] = await make(items[i]!);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
