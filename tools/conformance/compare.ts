import { isDeepStrictEqual } from 'node:util';
import { Json, RecordedChange } from './recording';

/** One thing in which a stand-in and the real provider do not agree. */
export interface Difference {
  /** What it is about, such as `step 2: kubernetes_role_v1.x actions`. */
  readonly what: string;
  readonly real: string;
  readonly standIn: string;

  /** Whether it is about planned values only: what happens is the same. */
  readonly isOfValues: boolean;
}

/** What a replay of one recorded case has found. */
export class Comparison {
  readonly differences: Difference[] = [];

  constructor(
    readonly name: string,
    readonly resource: string,
    private readonly prefix = '',
  ) {}

  /** The same comparison, with the step in front of what it notes. */
  ofStep(step: number): Comparison {
    const ofStep = new Comparison(this.name, this.resource, `step ${step}: `);
    Object.assign(ofStep, { differences: this.differences });
    return ofStep;
  }

  differs(what: string, real: string, standIn: string, isOfValues = false): void {
    this.differences.push({ what: `${this.prefix}${what}`, real, standIn, isOfValues });
  }

  requireSame(what: string, real: string, standIn: string, isOfValues = false): void {
    if (real !== standIn) {
      this.differs(what, real, standIn, isOfValues);
    }
  }
}

/** Whether both refuse. The words are compared by what is at fault, which each message begins with or quotes. */
export function compareRefusal(
  comparison: Comparison,
  at: string,
  real: readonly string[],
  standIn: readonly string[],
): void {
  const outcome = (messages: readonly string[]): string => (messages.length > 0 ? 'is refused' : 'passes');
  if (outcome(real) !== outcome(standIn)) {
    const because = (messages: readonly string[]): string =>
      `${outcome(messages)} ${messages.join('; ')}`.trim();
    comparison.differs(at, because(real), because(standIn));
  }
}

export function compareChange(
  comparison: Comparison,
  address: string,
  real: RecordedChange,
  standIn: RecordedChange,
): void {
  comparison.requireSame(`${address} actions`, real.actions, standIn.actions);
  if (real.actions !== standIn.actions || real.actions === 'no-op') {
    return;
  }
  const list = (paths: readonly string[] | null | undefined): string => [...(paths ?? [])].sort().join(', ');
  comparison.requireSame(`${address} is replaced by`, list(real.replace_paths), list(standIn.replace_paths));
  comparison.requireSame(`${address} unknown`, list(real.unknown), list(standIn.unknown), true);
  compareValues(comparison, address, real.after ?? null, standIn.after ?? null);
}

/** Compares what the recording knows; made-up IDs and times stand for any. */
export function compareValues(comparison: Comparison, at: string, real: Json, standIn: Json): void {
  if (typeof real === 'object' && real !== null && !Array.isArray(real) && isMembers(standIn)) {
    for (const [name, value] of Object.entries(real)) {
      compareValues(comparison, `${at}.${name}`, value, standIn[name] ?? null);
    }
    return;
  }
  if (Array.isArray(real) && Array.isArray(standIn) && real.length === standIn.length) {
    (real as Json[]).forEach((value, i) =>
      compareValues(comparison, `${at}.${i}`, value, (standIn as Json[])[i]!),
    );
    return;
  }
  const isMadeUp = typeof real === 'string' && /<uuid>|<time>/.test(real) && typeof standIn === 'string';
  if (!isMadeUp && !isDeepStrictEqual(real, standIn)) {
    comparison.differs(at, JSON.stringify(real), JSON.stringify(standIn), true);
  }
}

function isMembers(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
