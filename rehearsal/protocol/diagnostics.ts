import { fullDiskWords } from '../../app/system-error';
import { Problem, Refusal } from '../world/behaviour';
import { Path } from './planning';
import { CtyType, memberType } from './values';

type Step = { attribute_name: string } | { element_key_string: string } | { element_key_int: number };

/** A problem in the protocol's words. Terraform shows the line of the configuration that the path leads to. */
export function diagnostic(severity: 'ERROR' | 'WARNING', type: CtyType, problem: Problem): object {
  return {
    severity,
    summary: problem.summary,
    detail: problem.detail ?? '',
    attribute: problem.path && pathMessage(type, problem.path),
  };
}

/** What to tell of something that was thrown: a refusal as it is, anything else as the mistake of the rehearsal's that it is. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Refusal) {
    return error.problem;
  }
  const full = fullDiskWords(error);
  if (full !== undefined) {
    return { summary: `the rehearsal cannot write what is deployed: ${full}` };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));

  return { summary: `internal error of the rehearsal: ${message}`, detail: stack };
}

/** A path in the protocol's words, which tell the members of a map from attributes. */
export function pathMessage(type: CtyType, path: Path): { steps: Step[] } {
  let at = type;
  const steps = path.map((step): Step => {
    const isMap = at[0] === 'map';
    at = memberType(at, step);
    if (typeof step === 'number') {
      return { element_key_int: step };
    }
    return isMap ? { element_key_string: step } : { attribute_name: step };
  });

  return { steps };
}
