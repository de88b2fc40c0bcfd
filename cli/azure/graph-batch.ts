import { Pauses, wishedPause } from '../http';
import { AzureApi, NotAnswered, refusal, Reply } from './azure-api';
import { atOnce, Reader } from './reader';

/** Questions that Microsoft Graph takes in one request. */
const IN_A_BATCH = 20;

/** A path and the version of the API that it begins with. */
const VERSIONED = /^(\/v1\.0|\/beta)(\/.*)$/s;

interface Part {
  readonly id: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/**
 * Reads from Microsoft Graph, twenty questions in a request.
 *
 * Each of them has a status of its own: those that were too much are asked again after the longest pause that any of them wishes.
 *
 * @see https://learn.microsoft.com/graph/json-batching
 */
export class GraphBatches implements Reader {
  constructor(private readonly api: AzureApi) {}

  get name(): string {
    return this.api.name;
  }

  next(page: unknown): string | undefined {
    return this.api.next(page);
  }

  async read(paths: readonly string[]): Promise<readonly Reply[]> {
    const pauses = new Pauses(this.name);
    const replies: Reply[] = [];
    let open = paths.map((path, i) => ({ path, i }));

    while (open.length > 0) {
      const batches = inBatches(open);
      const answers = (await atOnce(batches, (batch) => this.ask(batch.map(({ path }) => path)))).flat();
      batches.flat().forEach(({ i }, k) => (replies[i] = answers[k]!));

      const pause = pauses.next(worst(answers));
      open = pause === undefined ? [] : open.filter(({ i }) => isBusy(replies[i]!));
      if (pause !== undefined) {
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
    return replies;
  }

  /** Answers to questions of one batch. */
  private async ask(paths: readonly string[]): Promise<Reply[]> {
    const [, version] = VERSIONED.exec(paths[0]!)!;
    const requests = paths.map((path, i) => ({
      id: String(i),
      method: 'GET',
      url: path.slice(version!.length),
    }));
    const { status, body, pause } = await this.api.replyTo(`${version}/$batch`, { requests });
    if (status !== 200) {
      throw new NotAnswered(`${this.name} refuses to answer: ${refusal(status, pause)}`);
    }

    const parts = new Map(
      ((body as { responses?: readonly Part[] }).responses ?? []).map((part) => [part.id, part]),
    );
    return paths.map((_, i) => replyOf(parts.get(String(i))));
  }
}

/** Twenty at most, of one version of the API each. */
function inBatches<T extends { readonly path: string }>(questions: readonly T[]): T[][] {
  const batches: T[][] = [];
  const open = new Map<string, T[]>();
  for (const question of questions) {
    const version = VERSIONED.exec(question.path)![1]!;
    const batch = open.get(version);
    if (batch && batch.length < IN_A_BATCH) {
      batch.push(question);
    } else {
      const begun = [question];
      open.set(version, begun);
      batches.push(begun);
    }
  }
  return batches;
}

/** A part that is missing has not been answered. */
function replyOf(part: Part | undefined): Reply {
  if (!part) {
    return { status: 503 };
  }
  const retryAfter = Object.entries(part.headers ?? {}).find(
    ([name]) => name.toLowerCase() === 'retry-after',
  );
  const pause = wishedPause(retryAfter?.[1]);
  return { status: part.status, body: part.body, ...(pause !== undefined && { pause }) };
}

function isBusy({ status }: Reply): boolean {
  return status === 429 || status >= 500;
}

/** The reply that wishes the longest pause; one that is none when all have been answered. */
function worst(replies: readonly Reply[]): Reply {
  const busy = replies.filter(isBusy);
  return busy.sort((one, other) => (other.pause ?? 0) - (one.pause ?? 0))[0] ?? { status: 200 };
}
