/** A command that cannot do what it is asked, for a reason that its message tells in full. */
export class CommandFailed extends Error {}
