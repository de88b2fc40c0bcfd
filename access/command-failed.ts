/** A command that cannot do what it is asked, for a reason that its message tells in full. */
export class CommandFailed extends Error {}

/** A command line that does not say what is to be done. */
export class WrongCall extends CommandFailed {}
