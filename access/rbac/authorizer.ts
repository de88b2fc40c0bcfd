import { allowsAction, allowsPath } from '../../lib/shared/aks-data-actions';
import { aggregatedRules } from './aggregation';
import { BindingsBySubject } from './bindings-by-subject';
import {
  ClusterRole,
  ClusterRoleBinding,
  isServiceAccount,
  PolicyRule,
  RbacObjects,
  Role,
  RoleBinding,
  Subject,
  UserInfo,
} from './objects';

export { UserInfo };

/** A request for an object, such as `DELETE /api/v1/namespaces/shop/pods/web-1`. */
export interface ResourceRequest {
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`, or a special verb such as `bind`. */
  readonly verb: string;

  /** Empty for the core group. */
  readonly apiGroup: string;

  /** Plural, lower case. */
  readonly resource: string;

  readonly subresource?: string;

  /** Left out by `list`, `watch`, `create` and `deletecollection`, whose URLs name no object. */
  readonly name?: string;

  /** Left out for cluster-scoped resources and for requests across all namespaces. */
  readonly namespace?: string;
}

/** A request for a path that is not an object, such as `GET /healthz`. */
interface NonResourceRequest {
  /** `get`, `post` and so on: the HTTP method in lower case. */
  readonly verb: string;

  readonly path: string;
}

export type AccessRequest = ResourceRequest | NonResourceRequest;

/** One reason why a request is allowed. */
export interface Grant {
  readonly binding: RoleBinding | ClusterRoleBinding;

  /** The subject of the binding that the user is. */
  readonly subject: Subject;

  /** The rule of the bound role that matches. */
  readonly rule: PolicyRule;
}

/**
 * Decides requests exactly as the RBAC authorizer of the Kubernetes API server does.
 *
 * Rights only add up: there is no denial, and a binding whose role does not exist grants nothing.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
export class RbacAuthorizer {
  private readonly roles: ReadonlyMap<string, Role>;
  private readonly clusterRoles: ReadonlyMap<string, ClusterRole>;
  private readonly clusterRoleBindings = new BindingsBySubject();
  private readonly roleBindings = new Map<string, BindingsBySubject>();
  private readonly rulesByClusterRole = new Map<string, readonly PolicyRule[]>();

  constructor(objects: RbacObjects) {
    this.roles = new Map(
      objects.roles.map((role) => [`${role.metadata.namespace}/${role.metadata.name}`, role]),
    );
    this.clusterRoles = new Map(objects.clusterRoles.map((role) => [role.metadata.name, role]));
    objects.clusterRoleBindings.forEach((binding) => this.clusterRoleBindings.add(binding));
    for (const binding of objects.roleBindings) {
      const { namespace } = binding.metadata;
      const inNamespace = this.roleBindings.get(namespace) ?? new BindingsBySubject();
      inNamespace.add(binding);
      this.roleBindings.set(namespace, inNamespace);
    }
  }

  /** The first grant that allows the request; undefined when it is forbidden. */
  authorize(user: UserInfo, request: AccessRequest): Grant | undefined {
    for (const grant of this.matching(user, request)) {
      return grant;
    }
    return undefined;
  }

  /** Every grant that allows the request, cluster-wide ones first. */
  grants(user: UserInfo, request: AccessRequest): Grant[] {
    return [...this.matching(user, request)];
  }

  /** Everything that the user holds in a namespace or, without one, in the whole cluster. */
  *rulesFor(user: UserInfo, namespace?: string): Generator<Grant> {
    for (const { binding, subject } of this.bindingsFor(user, namespace)) {
      for (const rule of this.rulesOfRole(binding) ?? []) {
        yield { binding, subject, rule };
      }
    }
  }

  /** Every binding that counts in a namespace or, without one, in the whole cluster, and has the user for a subject. */
  *bindingsFor(user: UserInfo, namespace?: string): Generator<Omit<Grant, 'rule'>> {
    for (const binding of this.clusterRoleBindings.of(user)) {
      yield* asSubjectOf(binding, user);
    }

    // The API server reads RoleBindings only for requests that carry a namespace. That is why they never
    // grant cluster-scoped resources, lists across all namespaces or non-resource URLs.
    if (namespace) {
      yield* this.bindingsIn(user, namespace);
    }
  }

  /** Those of them that are in the namespace. */
  *bindingsIn(user: UserInfo, namespace: string): Generator<Omit<Grant, 'rule'>> {
    for (const binding of this.roleBindings.get(namespace)?.of(user) ?? []) {
      yield* asSubjectOf(binding, user, namespace);
    }
  }

  /** Rules of the role that a binding refers to; undefined when there is no such role. */
  rulesOfRole(binding: RoleBinding | ClusterRoleBinding): readonly PolicyRule[] | undefined {
    if (binding.azure) {
      return binding.azure.rules;
    }
    const { kind, name } = binding.roleRef;
    if (kind === 'ClusterRole') {
      return this.rulesOfClusterRole(name);
    }
    return binding.kind === 'RoleBinding'
      ? this.roles.get(`${binding.metadata.namespace}/${name}`)?.rules
      : undefined;
  }

  /** Bindings that would allow the request if a condition held that is not evaluated. */
  perhaps(user: UserInfo, request: AccessRequest): Omit<Grant, 'rule'>[] {
    const namespace = 'path' in request ? undefined : request.namespace;
    return [...this.bindingsFor(user, namespace)].filter(({ binding }) =>
      binding.azure?.unevaluated?.rules.some((rule) => ruleAllows(rule, request)),
    );
  }

  private rulesOfClusterRole(name: string): readonly PolicyRule[] | undefined {
    const known = this.rulesByClusterRole.get(name);
    if (known) {
      return known;
    }

    const role = this.clusterRoles.get(name);
    if (!role) {
      return undefined;
    }
    const rules = role.aggregationRule ? aggregatedRules(role, [...this.clusterRoles.values()]) : role.rules;
    this.rulesByClusterRole.set(name, rules);
    return rules;
  }

  private *matching(user: UserInfo, request: AccessRequest): Generator<Grant> {
    const namespace = 'path' in request ? undefined : request.namespace;
    for (const grant of this.rulesFor(user, namespace)) {
      if (ruleAllows(grant.rule, request)) {
        yield grant;
      }
    }
  }
}

function* asSubjectOf(
  binding: RoleBinding | ClusterRoleBinding,
  user: UserInfo,
  namespace?: string,
): Generator<Omit<Grant, 'rule'>> {
  const subject = binding.subjects.find((candidate) => isSubject(user, candidate, namespace));
  if (subject) {
    yield { binding, subject };
  }
}

/** Whether a subject of a binding is the user. */
export function isSubject(user: UserInfo, subject: Subject, bindingNamespace?: string): boolean {
  switch (subject.kind) {
    case 'User':
      return user.name === subject.name;

    case 'Group':
      return user.groups.includes(subject.name);

    case 'ServiceAccount':
      // A RoleBinding may leave the namespace out and then means its own.
      return isServiceAccount(user.name, subject.namespace || bindingNamespace, subject.name);

    default:
      return false;
  }
}

/** Whether one rule, taken alone, allows the request. */
export function ruleAllows(rule: PolicyRule, request: AccessRequest): boolean {
  if (rule.azure) {
    return 'path' in request
      ? allowsPath(rule.azure, request.verb, request.path)
      : allowsAction(rule.azure, request);
  }
  if (!matches(rule.verbs, request.verb)) {
    return false;
  }
  if ('path' in request) {
    return (rule.nonResourceURLs ?? []).some((url) => urlMatches(url, request.path));
  }
  return (
    matches(rule.apiGroups, request.apiGroup) &&
    (rule.resources ?? []).some((resource) => resourceMatches(resource, request)) &&
    nameMatches(rule.resourceNames, request.name)
  );
}

function matches(allowed: readonly string[] | undefined, requested: string): boolean {
  return (allowed ?? []).some((entry) => entry === '*' || entry === requested);
}

function resourceMatches(allowed: string, { resource, subresource }: ResourceRequest): boolean {
  if (allowed === '*') {
    return true;
  }
  // `pods` does not cover `pods/log`, and `pods/*` is no wildcard; only `*/log` is.
  return subresource
    ? allowed === `${resource}/${subresource}` || allowed === `*/${subresource}`
    : allowed === resource;
}

function nameMatches(allowed: readonly string[] | undefined, requested: string | undefined): boolean {
  // With resourceNames, a request that names no object never matches: the server knows the name of a new
  // object, or the objects of a list, only after authorization.
  return !allowed || allowed.length === 0 || allowed.includes(requested ?? '');
}

/** Whether a non-resource URL of a rule covers a path or another URL. */
export function urlMatches(allowed: string, path: string): boolean {
  return allowed === path || (allowed.endsWith('*') && path.startsWith(allowed.replace(/(?<!\*)\*+$/, '')));
}
