import { CommandFailed } from '../../access/command-failed';

type Json = { [name: string]: unknown };

/** The backends that a rehearsal can keep state in, by the word of the configuration. */
export const BACKENDS = ['http', 'pg', 'azurerm', 'hcp'] as const;

export type BackendName = (typeof BACKENDS)[number];

/** A state backend that runs on this machine for a while, and is gone with all states when it stops. */
export interface StateBackend {
  readonly name: BackendName;

  /** Environment in which Terraform may use it. */
  readonly environment: Readonly<Record<string, string>>;

  /** The arguments of a backend or of a remote state, with the address of this one. */
  redirect(settings: Json): Json;

  /** Who holds a lock now, for backends that do not tell Terraform. */
  lockHolder(): Promise<string | undefined>;

  /** Lets every write of a state fail, or no longer. */
  refuseWrites(refuse: boolean): Promise<void>;

  /** Ends what runs and removes what is kept. */
  stop(): Promise<void>;
}

/** A backend that this machine lacks something for. The message says what, and how to get it. */
export class BackendMissing extends CommandFailed {}
