import { setTimeout as sleep } from 'node:timers/promises';
import { RehearsalFailed } from '../rehearsal-failed';
import { State } from './values';

/** What can be made to go wrong, as written after `--fault`. */
export const FAULT_KINDS = [
  'create-fails',
  'create-half-fails',
  'answer-lost',
  'not-found-after-create',
  'kill-during-apply',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** One knob: the first creation of an object of this type goes wrong, once. */
export interface Fault {
  readonly kind: FaultKind;
  readonly type: string;
}

/** An object that a fault has left behind: it exists, and no Terraform state knows it. */
export interface Orphan {
  readonly type: string;

  /** ID in the world. */
  readonly id: string;
  readonly object: State;
}

/** Reads `<kind>:<resource type>`. */
export function parseFault(text: string): Fault {
  const [kind, type, ...more] = text.split(':');
  const isKnown = FAULT_KINDS.includes(kind as FaultKind);
  if (!isKnown || !type || more.length > 0) {
    throw new RehearsalFailed(
      `fault '${text}' is not one of ${FAULT_KINDS.map((known) => `${known}:<resource type>`).join(', ')}`,
    );
  }
  if (kind === 'create-half-fails' && !type.startsWith('azurerm_')) {
    throw new RehearsalFailed(
      `fault '${text}' cannot strike: only Azure makes an object and then reports that it failed; use an azurerm type, or answer-lost:${type}`,
    );
  }

  return { kind: kind as FaultKind, type };
}

/**
 * The faults of one rehearsal. Each strikes once and is then gone, so that the next run shows whether it recovers:
 *
 * - `create-fails`: the service refuses. Nothing exists and nothing is in Terraform's state; the next run creates it.
 * - `create-half-fails`: Azure makes the object and then reports that its provisioning failed. azurerm ends with an error before
 *   it has noted an ID.
 * - `answer-lost`: the service makes the object, and the connection breaks before the provider hears of it.
 * - `not-found-after-create`: the object exists, and the read that follows the create finds nothing. Providers of SDKv2 then forget
 *   it, and Terraform ends with "Root object was present, but now absent"; recorded with azuread 3.7.
 *
 *   After these three the object exists and is in no state. What happens next is up to the service, as it is with the real ones:
 *   azurerm and kubernetes end with "already exists", azuread makes a second one, or refuses where names are to be unique. The
 *   failing run names the object and says how it gets into the state, or away.
 * - `kill-during-apply`: Terraform dies between the service's creating the object and its own hearing of that. What was
 *   created before is in the state, which Terraform writes after every answer, and is kept. This one object is in no
 *   state: with real services the next apply ends with "already exists" (azurerm, kubernetes) or makes a second one
 *   (azuread), until somebody imports or deletes it. See `Leftovers` for how the rehearsal lets the next run converge.
 */
export class Faults {
  private readonly pending: Fault[];
  private readonly onKill: () => void | Promise<void>;
  private death?: Promise<never>;
  private changes = 0;
  private isKillDone = false;
  private readonly left: Orphan[] = [];

  /**
   * @param faults what goes wrong
   * @param onKill kills (SIGKILL) the Terraform processes that are applying. Only who started them knows which those
   * are; the command line kills the process group of the command that it runs.
   */
  constructor(faults: readonly Fault[] = [], onKill?: () => void | Promise<void>) {
    if (!onKill && faults.some(({ kind }) => kind === 'kill-during-apply')) {
      throw new Error(`fault 'kill-during-apply' needs 'onKill', which kills the terraform that is applying`);
    }
    this.pending = [...faults];
    this.onKill = onKill ?? (() => undefined);
  }

  /** Faults that have not struck yet: a knob that names a type which nothing creates, most likely. */
  get unused(): readonly Fault[] {
    return [...this.pending];
  }

  /** What has been made and is in no state. */
  get orphans(): readonly Orphan[] {
    return [...this.left];
  }

  /** To be told of an object that Terraform will never hear of. */
  leave(orphan: Orphan): void {
    this.left.push(orphan);
  }

  /** Whether a fault strikes now; it does so once. */
  strikes(kind: FaultKind, type: string): boolean {
    const index = this.pending.findIndex((fault) => fault.kind === kind && fault.type === type);
    if (index >= 0) {
      this.pending.splice(index, 1);
    }

    return index >= 0;
  }

  /** To be told of every object that Terraform is about to write down. */
  countChange(): void {
    this.changes++;
  }

  /** While Terraform is being killed: throws when that is done. Until then nothing may change any more. */
  get killing(): Promise<never> | undefined {
    return this.death;
  }

  /** Whether Terraform has been killed. */
  get hasKilled(): boolean {
    return this.isKillDone;
  }

  /** Kills Terraform and throws, so that nobody gets an answer. */
  async kill(): Promise<never> {
    this.death = this.execute();
    try {
      return await this.death;
    } finally {
      this.death = undefined;
    }
  }

  /**
   * A resource whose creation was answered just before would be lost from the state like the one in the middle; so
   * Terraform gets the time to write down what it was told. It writes the whole state file anew for each object and not
   * atomically, so one that is cut off in this would have lost everything, and that is not the fault asked for.
   */
  private async execute(): Promise<never> {
    await sleep(GRACE_MILLISECONDS + this.changes * GRACE_MILLISECONDS_PER_CHANGE);
    await this.onKill();
    this.isKillDone = true;
    throw new Interrupted();
  }
}

/** The call that this is thrown in is never answered with a result. */
export class Interrupted extends Error {
  constructor() {
    super('terraform was killed in the middle of this apply, as --fault asked for');
  }
}

/** Long enough for Terraform to write its state file, short enough not to be noticed in a deployment of usual size. */
const GRACE_MILLISECONDS = 200;
const GRACE_MILLISECONDS_PER_CHANGE = 5;
