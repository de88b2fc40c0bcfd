import { Context, Problem, Refusal, ResourceBehaviour, Rule } from '../world/behaviour';
import { completeObject } from './completing';
import { problemOf } from './diagnostics';
import { FaultKind, Faults, Interrupted } from './faults';
import { identityOf, Leftovers } from './leftovers';
import { BlockSchema } from './schema';
import { State } from './values';

/** What became of a change. */
export interface Applied {
  /** The object as it is now; null if there is none. */
  readonly state: State | null;
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** Everything that belongs to one resource type. */
export interface Resource {
  readonly type: string;
  readonly block: BlockSchema;
  readonly behaviour: ResourceBehaviour;

  /** Those of the service, checked when an object is created or changed. */
  readonly rules: readonly Rule[];
}

/** An object that is about to come into being. */
export interface Creation {
  readonly type: string;

  /** ID in the world. */
  readonly id: string;

  /** What a person would recognise it by. */
  readonly identity: readonly string[];

  readonly state: State;
}

/** Creates, changes and removes the objects of one resource type. */
export class ResourceApplier {
  private readonly leftovers: Leftovers;

  constructor(
    private readonly resource: Resource,
    private readonly context: Context,
    private readonly faults: Faults,
    private readonly onCreation?: (creation: Creation) => void,
  ) {
    this.leftovers = new Leftovers(context.world);
  }

  /** Creates (`prior` is null), changes or removes (`planned` is null) one object. */
  async change(prior: State | null, planned: State | null): Promise<Applied> {
    try {
      // No waiting but here and in a kill: what a change reads of the world must still be so when it writes.
      if (this.faults.killing) {
        await this.faults.killing;
      }
      this.faults.countChange();
      if (!planned) {
        return this.atOnce(() => this.remove(prior!));
      }
      return prior ? this.atOnce(() => this.update(prior, planned)) : await this.create(planned);
    } catch (error) {
      if (error instanceof Interrupted) {
        throw error;
      }
      return refused(prior, [problemOf(error)]);
    }
  }

  private async create(planned: State): Promise<Applied> {
    const { type } = this.resource;
    if (this.faults.strikes('create-fails', type)) {
      return refused(null, [
        { summary: `creating ${type}: the service refused (--fault create-fails:${type})` },
      ]);
    }

    const { state, errors, warnings } = this.atOnce(() => this.make(planned));
    if (!state) {
      return { state, errors, warnings };
    }

    if (this.faults.strikes('kill-during-apply', type)) {
      this.leftovers.note(type, worldId(this.resource, state), this.identity(planned));
      await this.faults.kill();
    }
    const lost = LOSSES.find(({ kind }) => this.faults.strikes(kind, type));
    if (lost) {
      const id = worldId(this.resource, state);
      this.faults.leave({ type, id, object: state });
      return { state: null, errors: lost.errors(type, id), warnings };
    }
    return { state, errors: [], warnings };
  }

  private make(planned: State): Applied {
    const warnings = this.clearLeftover(planned);
    const errors = this.problems(planned);

    return { state: errors.length > 0 ? null : this.save(planned, null), errors, warnings };
  }

  private update(prior: State, planned: State): Applied {
    const problems = this.problems(planned);

    return problems.length > 0 ? refused(prior, problems) : done(this.save(planned, prior));
  }

  private remove(prior: State): Applied {
    this.resource.behaviour.remove?.(prior, this.context);
    this.context.world.remove(this.resource.type, worldId(this.resource, prior));

    return done(null);
  }

  private save(planned: State, prior: State | null): State {
    const { type, block, behaviour } = this.resource;
    const applied = behaviour.apply(planned, prior, this.context);
    const id = knownId(applied) ?? knownId(planned) ?? this.newId(planned);
    const state = completeObject(type, block, planned, { ...applied, id });
    const idInWorld = worldId(this.resource, state);
    if (!prior) {
      this.onCreation?.({ type, id: idInWorld, identity: this.identity(planned), state });
    }
    this.context.world.put(type, idInWorld, state);

    return state;
  }

  /** A process that dies leaves an object behind with all that belongs to it, or nothing of it. */
  private atOnce<T>(change: () => T): T {
    return this.context.world.atOnce(change);
  }

  /** Two objects that nothing tells apart, such as two passwords of one application, still have two IDs. */
  private newId(planned: State): string {
    const { type } = this.resource;
    const words = [type, ...this.identity(planned)];
    let id = this.context.uuid(...words);
    for (let copy = 2; this.context.world.get(type, id); copy++) {
      id = this.context.uuid(...words, String(copy));
    }

    return id;
  }

  private clearLeftover(planned: State): Problem[] {
    const { type } = this.resource;
    const leftover = this.leftovers.take(type, this.identity(planned));
    if (!leftover) {
      return [];
    }
    this.clearAway(leftover);

    return [
      {
        summary: `${type} '${leftover.id}' was left over from an apply that was killed and has been created again`,
        detail:
          'Terraform had no time to note this object in its state. The rehearsal removed it; in Azure or Kubernetes, ' +
          "delete it or 'terraform import' it before applying again.",
      },
    ];
  }

  private clearAway({ id, object }: { id: string; object: State }): void {
    const { type, behaviour } = this.resource;
    try {
      behaviour.remove?.(object, this.context);
    } catch (error) {
      // What it still holds is left over as well, and its turn comes.
      if (!(error instanceof Refusal)) {
        throw error;
      }
    }
    this.context.world.remove(type, id);
  }

  private identity(planned: State): string[] {
    const attributes = Object.entries(this.resource.block.attributes ?? {});
    const required = attributes.filter(([, attribute]) => attribute.required).map(([name]) => name);
    const { host } = this.context.provider;

    // Clusters may hold objects of the same name.
    return [...identityOf(required, planned), ...(host ? [JSON.stringify(host)] : [])];
  }

  private problems(planned: State): Problem[] {
    return this.resource.rules.flatMap((rule) => rule.check(planned, this.context) ?? []);
  }
}

/** The ID that an object has in the world. */
export function worldId({ type, block, behaviour }: Omit<Resource, 'rules'>, object: State): string {
  if (behaviour.key) {
    return behaviour.key(object);
  }
  if (!block.attributes?.id) {
    throw new Error(
      `${type} has no 'id' in its schema; the rehearsal serves it only if its behaviour has a 'key'`,
    );
  }

  return object.id as string;
}

function knownId({ id }: State): string | undefined {
  return typeof id === 'string' && id !== '' ? id : undefined;
}

function done(state: State | null): Applied {
  return { state, errors: [], warnings: [] };
}

/** A refused change leaves everything as it was. */
function refused(prior: State | null, problems: readonly Problem[]): Applied {
  return { state: prior, errors: problems, warnings: [] };
}

/** The faults after which an object exists that Terraform does not know, and what the provider says then. */
const LOSSES: readonly {
  readonly kind: FaultKind;
  errors(type: string, id: string): Problem[];
}[] = [
  {
    kind: 'create-half-fails',
    errors: (type, id) => [
      {
        summary: `creating ${type} (${id}): polling after CreateOrUpdate: polling failed: the Azure API returned the following error: Status: "Failed"`,
        detail: `Azure has the object all the same (--fault create-half-fails:${type}).`,
      },
    ],
  },
  {
    kind: 'answer-lost',
    errors: (type) => [
      {
        summary: `creating ${type}: unexpected EOF`,
        detail: `The connection broke before the answer came (--fault answer-lost:${type}).`,
      },
    ],
  },
  // Providers say nothing here; the error is Terraform's own.
  { kind: 'not-found-after-create', errors: () => [] },
];
