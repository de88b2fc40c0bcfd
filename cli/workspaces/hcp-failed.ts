import { CommandFailed } from '../../access/command-failed';

/** Workspaces that cannot be seen to, for a reason that the message tells in full. */
export class HcpFailed extends CommandFailed {}
