import { parentPort } from 'node:worker_threads';
import { TARGETS } from './targets';
import { Finding } from './target';
import { Random } from './random';

/** What the worker is asked: to make an input of a seed and try it out, or to try one out. */
export type Question = { readonly target: number } & (
  | { readonly seed: number }
  | { readonly input: unknown }
);

export interface Answer {
  readonly input: unknown;
  readonly finding?: Finding;
}

parentPort!.on('message', (question: Question) => {
  const target = TARGETS[question.target]!;
  const input = 'seed' in question ? target.generate(new Random(question.seed)) : question.input;

  parentPort!.postMessage({ input, finding: target.judge(input) } satisfies Answer);
});
