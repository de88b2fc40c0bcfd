/** A rehearsal that cannot begin or did not succeed, for a reason that its message tells in full. */
export class RehearsalFailed extends Error {}

/** A rehearsal that was ended by a signal. */
export class RehearsalStopped extends RehearsalFailed {
  constructor(readonly signal: NodeJS.Signals) {
    super(
      `stopped by ${signal}; what was done until then is in Terraform's state, and the next rehearsal goes on from it`,
    );
  }
}
