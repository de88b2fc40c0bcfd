/** To the first column, and nothing behind it. */
const CLEARED = '\r\u001b[K';

const INTERVAL = 1000;

/** What is shown at the moment; it stands on the last line, without a line end. */
let line: (() => string) | undefined;
let step = '';
let answers = 0;

/**
 * Shows on a terminal what is going on and for how long, until it is over. Elsewhere nothing is shown.
 *
 * It is on standard error, and gives way to whatever is printed meanwhile.
 */
export async function inProgress<T>(what: string, run: () => T | Promise<T>): Promise<T> {
  if (!isWatched()) {
    return run();
  }
  step = '';
  answers = 0;
  const since = performance.now();
  const seconds = (): number => Math.floor((performance.now() - since) / 1000);
  line = () => `${what}${step} … ${seconds() > 0 ? `${seconds()} s` : ''}`;
  show();
  const timer = setInterval(show, INTERVAL);
  try {
    return await run();
  } finally {
    clearInterval(timer);
    endProgress();
  }
}

/** Names the step of what is going on. */
export function tellStep(name: string): void {
  step = `: ${name}`;
  show();
}

/** Counts an answer of a service; how many there will be is known to nobody, as one leads to the next. */
export function tellAnswer(): void {
  answers++;
  tellStep(answers === 1 ? '1 answer' : `${answers} answers`);
}

/** Nothing is going on any more. */
export function endProgress(): void {
  clear();
  line = undefined;
}

/** Prints something in the place of what is shown, which then follows. */
export function withoutProgress(print: () => void): void {
  clear();
  print();
  show();
}

/** Shows nothing until something is over that has the terminal for itself. */
export async function withoutProgressUntil<T>(run: () => Promise<T>): Promise<T> {
  clear();
  const before = line;
  line = undefined;
  try {
    return await run();
  } finally {
    line = before;
  }
}

function show(): void {
  if (line) {
    process.stderr.write(`${CLEARED}${line()}`);
  }
}

function clear(): void {
  if (line) {
    process.stderr.write(CLEARED);
  }
}

/** Whether somebody sees standard error as it comes. */
function isWatched(): boolean {
  const { CI, TERM } = process.env;
  return process.stderr.isTTY && TERM !== 'dumb' && (!CI || CI === 'false');
}
