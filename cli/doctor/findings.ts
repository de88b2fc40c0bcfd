import { NotAnswered } from '../azure/azure-api';
import { visible } from '../../lib/shared/visible';

/** `ok`, `wrong`, `odd` (works, but look at it), or `unchecked`. */
type Verdict = 'ok' | 'wrong' | 'odd' | 'unchecked';

/** What one check found. */
export interface Finding {
  readonly check: string;
  readonly verdict: Verdict;
  readonly text: string;

  /** What to do about it. */
  readonly fix?: string;
}

/** Makes a check; one that is not answered becomes a finding that says so. */
export async function checked(check: string, make: () => Promise<Omit<Finding, 'check'>>): Promise<Finding> {
  try {
    return { check, ...(await make()) };
  } catch (error) {
    if (error instanceof NotAnswered) {
      return { check, verdict: 'unchecked', text: error.message };
    }
    throw error;
  }
}

const MARKS: Readonly<Record<Verdict, string>> = { ok: 'ok', wrong: 'WRONG', odd: 'note', unchecked: '?' };

/** Findings for a terminal. */
export function findingsInWords(findings: readonly Finding[]): string {
  return findings
    .map(({ check, verdict, text, fix }) =>
      [`${MARKS[verdict].padEnd(6)} ${check}: ${text}`, ...(fix ? [`       fix: ${fix}`] : [])]
        .map(visible)
        .join('\n'),
    )
    .join('\n');
}

/** 0: everything was checked and is right; 1: something is wrong; 2: nothing is, as far as it could be checked. */
export function exitCodeOf(findings: readonly Finding[]): number {
  if (findings.some(({ verdict }) => verdict === 'wrong')) {
    return 1;
  }
  return findings.some(({ verdict }) => verdict === 'unchecked') ? 2 : 0;
}
