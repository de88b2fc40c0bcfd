import { constants } from 'node:os';
import { CommandFailed } from '../access/command-failed';

/** A rehearsal that cannot begin or did not succeed, for a reason that its message tells in full. */
export class RehearsalFailed extends CommandFailed {}

/** A rehearsal that was ended by a signal. */
export class RehearsalStopped extends RehearsalFailed {
  constructor(
    readonly signal: NodeJS.Signals,
    message = `stopped by ${signal}; what was done until then is in Terraform's state, and the next rehearsal goes on from it`,
  ) {
    super(message);
  }

  /** As shells count. */
  get exitCode(): number {
    return 128 + constants.signals[this.signal];
  }
}
