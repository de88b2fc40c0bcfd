import { explainedIn } from '../access/explained';
import { visible } from '../lib/shared/visible';
import { complain } from './terminal';

/** Tells what was warned of at synth, a line each, and where it is explained. */
export function tellWarnings(warnings: readonly string[]): void {
  for (const warning of warnings) {
    complain(visible(`warning: ${warning}`));
    explainedIn(warning).forEach((line) => complain(visible(`  ${line}`)));
  }
}
