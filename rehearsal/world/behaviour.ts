import { Tenant } from '../../access/directory/tenant';
import { State, Value } from '../protocol/values';
import { Unread } from '../protocol/unread';
import { World } from './world';

/** What a stand-in says about bad input; becomes a Terraform diagnostic. */
export interface Problem {
  /** One line, in the provider's own words where they are known. */
  readonly summary: string;

  /** The rest of the message. */
  readonly detail?: string;

  /** Path of the attribute at fault: names and list indexes, outermost first. */
  readonly path?: readonly (string | number)[];
}

/** Thrown by a behaviour when the service refuses; the provider server turns it into an error diagnostic. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.summary);
  }
}

/** One thing that a provider or service refuses beyond its schema. */
export interface Rule {
  /** Resource type, or `data.<type>`. */
  readonly on: string;

  /** What is refused, as one sentence. */
  readonly refuses: string;

  /** Where this was read or seen. */
  readonly source: string;

  /**
   * `validate`: refused by the provider from the configuration alone, values may be unknown.
   * `apply`: refused by the service when the object is created or changed, all values are known.
   */
  readonly at: 'validate' | 'apply';

  /** Undefined when the object is fine. At `validate` the context is absent. */
  check(object: State, context?: Context): Problem | undefined;
}

/** What a behaviour may look at and change. */
export interface Context {
  /** Who exists in the directory before anything is deployed, and who deploys. */
  readonly tenant: Tenant;

  /** Everything that has been deployed so far. */
  readonly world: World;

  /** Configuration of the provider instance that the call arrived on. */
  readonly provider: State;

  /** Whether the rehearsal itself makes what exists before anything is deployed; then nobody signs in. */
  readonly isSetUp?: boolean;

  /** A UUID that is the same in every rehearsal for the same words. */
  readonly uuid: (...words: string[]) => string;
}

/** An attribute whose change replaces the object: always, or only from and to certain values. */
export type Replacement =
  | string
  | {
      readonly path: string;
      readonly when: (before: Value, after: Value, planned: State) => boolean;
    };

/** What a provider decides by code when it plans a change. */
export interface PlannedChange {
  /** Null for an object that is to be created. */
  readonly prior: State | null;
  readonly planned: State;
}

/** How one resource type behaves. Everything that is not said here follows from the schema. */
export interface ResourceBehaviour {
  /**
   * Attribute paths whose change replaces the object by code of the provider (its CustomizeDiff), dotted, `*` for any element:
   * `default_node_pool.*.name`. What its schema says, by ForceNew, comes from the recording in provider-behaviour/.
   */
  readonly replacedBy?: readonly Replacement[];

  /**
   * What else the provider's code does to a plan (its CustomizeDiff): the planned object with what is unknown after all, or a
   * refusal. Defaults and blocks that the service fills in come from the recording.
   */
  customizeDiff?(change: PlannedChange, context: Context): State;

  /**
   * Gives every attribute that is still unknown its value and puts side effects into the world.
   * Called at apply, for a new object (`prior` null) and for a changed one. The result may leave out what is as planned.
   * A computed attribute that stays unknown becomes empty ('' or 0 or [] ...), as services answer for what does not
   * apply; `id` becomes a UUID.
   */
  apply(planned: State, prior: State | null, context: Context): State;

  /**
   * What reading reports, where that is not what was stored; undefined when the object is gone. The object may have been
   * stored by another version of the provider: attributes that were renamed since still have their old names. `known` is
   * the state that Terraform has, which a provider may look at.
   */
  read?(object: State, context: Context, known?: State): State | undefined;

  /**
   * Attributes that the service does not report, such as a password or an argument that only the provider knows: a read
   * keeps what the state has, and an import begins with the value that is given here.
   */
  readonly unread?: Unread;

  /**
   * Whether the objects are found by `read` itself, and not under their type in the world: an API server keeps them by
   * their kind, whoever made them.
   */
  readonly isKeptElsewhere?: boolean;

  /**
   * Whether the type is made with Terraform's plugin framework, which tells what is not there from what is empty, and not with
   * its older SDK.
   */
  readonly isOfFramework?: boolean;

  /** ID in the world of an object whose schema has no `id`; by default, the `id`. Must not change in an update. */
  key?(object: State): string;

  /** Side effects of a removal; may refuse. The object itself is removed from the world by the caller. */
  remove?(prior: State, context: Context): void;

  /** Finds the object that `terraform import` names; the default takes the ID as `id`. */
  import?(id: string, context: Context): State | undefined;
}

/** Fills in everything that a data source reports, or refuses. */
export type DataSourceBehaviour = (config: State, context: Context) => State;

/** One stand-in provider. */
export interface ProviderBehaviour {
  /** As in `azurerm`. */
  readonly name: string;
  readonly rules: readonly Rule[];
  readonly resources: Readonly<Record<string, ResourceBehaviour>>;
  readonly dataSources: Readonly<Record<string, DataSourceBehaviour>>;

  /** Checks and completes the provider's own configuration (credentials, hosts). */
  configure?(config: State, context: Omit<Context, 'provider'>): void;
}
