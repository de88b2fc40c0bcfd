/** A rehearsal that cannot begin or did not succeed, for a reason that its message tells in full. */
export class RehearsalFailed extends Error {}
