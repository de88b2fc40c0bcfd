import { Subject } from '../../../access/rbac/objects';

/** What the directory says about a subject. */
export interface Known {
  /** Where aks.yaml lists it. */
  readonly key: 'users' | 'guests' | 'groups' | 'servicePrincipals';

  /** The name that finds it again; undefined when that would find nobody or several. */
  readonly lookUp?: string;

  /** The name for people. */
  readonly display?: string;

  /** Why the binding grants nothing, or something else than it seems to. */
  readonly problem?: string;

  /** Whether the directory has nobody of this name, so that a lookup would fail. */
  readonly isStranger?: boolean;
}

/** Says who the subjects of bindings are. */
export interface Names {
  of(subject: Subject): Known | undefined;
}

/** Object IDs stay, and users are bound as they are written. */
export const NO_NAMES: Names = { of: () => undefined };
