import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Random } from './random';
import { Finding, Target } from './target';
import { TARGETS } from './targets';
import type { Answer, Question } from './worker';

/** After this long, an input has made the program hang. */
const HANG_MS = 10_000;

/** cdktf keeps every token that a process has made. */
const CASES_OF_A_WORKER = 1000;

/** Tries inputs out in a thread of its own, which can be stopped when it hangs. */
export class Trial {
  private worker?: Worker;
  private cases = 0;

  /** Makes an input and tries it out. */
  async generated(target: number, seed: number): Promise<Answer> {
    const answer = await this.ask({ target, seed });
    return answer ?? { input: TARGETS[target]!.generate(new Random(seed)), finding: HANG };
  }

  async finding(target: number, input: unknown): Promise<Finding | undefined> {
    const answer = await this.ask({ target, input });
    return answer ? answer.finding : HANG;
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
    this.worker = undefined;
    this.cases = 0;
  }

  /** Undefined when there is no answer. */
  private async ask(question: Question): Promise<Answer | undefined> {
    if (this.cases >= CASES_OF_A_WORKER) {
      await this.close();
    }
    if (!this.worker) {
      this.worker = new Worker(join(__dirname, 'worker.ts'), { execArgv: ['-r', 'tsx/cjs'] });
      await once(this.worker, 'online');
      // Loading it all takes longer than most inputs do.
      this.worker.postMessage({ target: 0, input: '' } satisfies Question);
      await once(this.worker, 'message');
    }
    this.cases++;
    const { worker } = this;
    worker.postMessage(question);
    const timeout = AbortSignal.timeout(HANG_MS);
    try {
      const [answer] = (await once(worker, 'message', { signal: timeout })) as [Answer];
      return answer;
    } catch (error) {
      await this.close();
      if (timeout.aborted) {
        return undefined;
      }
      throw error;
    }
  }
}

const HANG: Finding = { kind: 'hang', detail: `no answer within ${HANG_MS / 1000} s` };

/** The smallest input that shows the same, as long as there are tries left. */
export async function minimised(
  target: Target,
  input: unknown,
  shows: (input: unknown) => Promise<boolean>,
  tries = 400,
): Promise<unknown> {
  let smallest = input;
  for (let isSmaller = true; isSmaller;) {
    isSmaller = false;
    for (const candidate of target.smaller(smallest)) {
      if (tries-- <= 0) {
        return smallest;
      }
      if (await shows(candidate)) {
        smallest = candidate;
        isSmaller = true;
        break;
      }
    }
  }
  return smallest;
}
