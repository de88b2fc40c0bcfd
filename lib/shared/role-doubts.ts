import { closeTo, slipOf } from './close-to';

/** Roles of every cluster that people bind. */
const BUILT_IN = ['view', 'edit', 'admin', 'cluster-admin'];

/** A role that is defined beside the bindings. */
export interface KnownRole {
  readonly name: string;

  /** Undefined for a cluster role. */
  readonly namespace?: string;
}

/** How somebody writes that a role is granted. */
export interface RoleWords {
  clusterRole(name: string): string;
  role(name: string, namespace: string): string;
}

/**
 * What makes names of roles doubtful. Kubernetes takes a binding to a role that does not exist, and grants nothing; roles of
 * somebody else, about which nothing is known here, have names of their own.
 */
export class RoleDoubts {
  private readonly clusterRoles: Set<string>;
  private readonly namespacesOf = new Map<string, string[]>();
  private readonly answers = new Map<string, string | undefined>();

  constructor(
    private readonly known: readonly KnownRole[],
    private readonly words: RoleWords,
  ) {
    this.clusterRoles = new Set(
      known.filter(({ namespace }) => namespace === undefined).map(({ name }) => name),
    );
    for (const { name, namespace } of known) {
      if (namespace !== undefined) {
        this.namespacesOf.set(name, [...(this.namespacesOf.get(name) ?? []), namespace]);
      }
    }
  }

  /** Why a binding to a ClusterRole probably grants nothing; undefined where nothing speaks against it. */
  ofClusterRole(name: string): string | undefined {
    if (BUILT_IN.includes(name) || this.clusterRoles.has(name)) {
      return undefined;
    }
    return this.remembered(name, () => {
      const [namespace] = this.namespacesOf.get(name) ?? [];
      if (namespace !== undefined) {
        return `'${name}' is a role of namespace '${namespace}' here, and a ClusterRole would be looked for: use ${this.words.role(name, namespace)}`;
      }
      const meant = this.nearName(name);
      return (
        meant &&
        `there is no ClusterRole '${name}' in a new cluster, and a binding to one that does not exist grants nothing: did you mean '${meant}'?`
      );
    });
  }

  /** Why a binding to a role of one namespace probably grants nothing. */
  ofRole(name: string, namespace: string): string | undefined {
    const namespaces = this.namespacesOf.get(name) ?? [];
    if (namespaces.includes(namespace)) {
      return undefined;
    }
    return this.remembered(`${namespace}/${name}`, () => {
      if (BUILT_IN.includes(name) || this.clusterRoles.has(name)) {
        return `'${name}' is a ClusterRole, and a role of namespace '${namespace}' would be looked for: use ${this.words.clusterRole(name)}`;
      }
      if (namespaces.length > 0) {
        return `'${name}' is defined in namespace '${namespaces[0]}' here, and not in '${namespace}', where a binding to it grants nothing: define it there, too, or as a cluster role`;
      }
      const meant = this.nearName(name);
      return (
        meant &&
        `there is no role '${name}' in namespace '${namespace}' of a new cluster, and a binding to one that does not exist grants nothing: did you mean '${meant}'?`
      );
    });
  }

  private nearName(name: string): string | undefined {
    return closeTo(name, BUILT_IN) ?? slipOf(name, [...new Set(this.known.map((role) => role.name))]);
  }

  /** Thousands of bindings may name one role. */
  private remembered(key: string, answer: () => string | undefined): string | undefined {
    if (!this.answers.has(key)) {
      this.answers.set(key, answer());
    }
    return this.answers.get(key);
  }
}
