/** Milliseconds from which on a timer is a pause between questions, and none of the transport's own. */
const PAUSE = 400;

/**
 * Lets pauses pass at once, from here to the end of the test, and writes down how long they would have been. Limits of time, which
 * are set by AbortSignal.timeout, stay.
 */
export function withoutPauses(): number[] {
  const pauses: number[] = [];
  const original = global.setTimeout;
  const timer = ((run: (...args: unknown[]) => void, delay = 0, ...args: unknown[]) => {
    const isPause = delay >= PAUSE;
    if (isPause) {
      pauses.push(delay);
    }
    return original(run, isPause ? 0 : delay, ...args);
  }) as typeof setTimeout;

  jest.spyOn(global, 'setTimeout').mockImplementation(timer);
  return pauses;
}
