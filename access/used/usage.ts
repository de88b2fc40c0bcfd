import { ClusterAccess } from '../cluster-access';
import { nameOf } from '../live/cluster-objects';
import { defaultsNamed } from '../rbac/default-roles';
import { AccessRequest, Grant, ruleAllows, UserInfo } from '../rbac/authorizer';
import { ClusterRoleBinding, PolicyRule, RoleBinding } from '../rbac/objects';
import { AuditEvent, AuditUser } from './audit-event';
import { impersonation } from './impersonation';

type Binding = RoleBinding | ClusterRoleBinding;

/** More than this is counted, not kept: names of objects of one kind, accounts of one binding, bindings not declared. */
const MOST_NAMES = 20;
const MOST_ACCOUNTS = 1000;
const MOST_KNOWN = 200_000;

/** A right that was used. */
interface Use {
  readonly request: AccessRequest;

  /** Rules of the role that allow it. */
  readonly rules: readonly PolicyRule[];

  /** Names of the objects; undefined when there were too many. */
  names?: Set<string>;
  count: number;
}

/** How a binding was used. */
export interface BindingUse {
  readonly binding: Binding;

  /** Account to number of requests. */
  readonly accounts: Map<string, number>;
  readonly uses: Map<string, Use>;

  /** Requests that it allows and that another binding was given as the reason for. */
  besides: number;
  last: string;
}

/** What a log says of itself. */
export interface Counts {
  events: number;
  allowed: number;
  refused: number;

  /** What was no event. */
  others: number;
  first: string;
  last: string;
}

/** What an event adds to: a right of a declared binding, its mere possibility, or a binding that is not declared. */
interface Credit {
  readonly use?: BindingUse;
  readonly right?: Use;
  readonly undeclared?: Map<string, number>;
}

/** Adds up which bindings were used, in memory that does not grow with the number of events. */
export class Usage {
  readonly counts: Counts = { events: 0, allowed: 0, refused: 0, others: 0, first: '', last: '' };

  /** Of each declared binding. */
  readonly bindings: ReadonlyMap<string, BindingUse>;

  /** Bindings that were the reason for something, and are not declared: with their accounts. */
  readonly undeclared = new Map<string, Map<string, number>>();

  private readonly known = new Map<string, readonly Credit[]>();
  private readonly resourceNames: ReadonlySet<string>;

  constructor(
    private readonly access: ClusterAccess,
    declared: readonly Binding[],
  ) {
    this.bindings = new Map(
      declared.map((binding) => [
        nameOf(binding),
        { binding, accounts: new Map(), uses: new Map(), besides: 0, last: '' },
      ]),
    );
    const rules = declared.flatMap((binding) => access.authorizer.rulesOfRole(binding) ?? []);
    this.resourceNames = new Set(rules.flatMap(({ resourceNames = [] }) => resourceNames));
  }

  add(event: AuditEvent): void {
    const { stage, verb, user, annotations, requestReceivedTimestamp: time = '' } = event;
    if (
      stage !== undefined &&
      stage !== 'ResponseComplete' &&
      stage !== 'ResponseStarted' &&
      stage !== 'Panic'
    ) {
      return;
    }
    if (verb === undefined || typeof user?.username !== 'string' || !Array.isArray(user.groups ?? [])) {
      this.counts.others += 1;
      return;
    }
    // A watch that has begun is a use; it is counted when it ends.
    const count = stage === 'ResponseStarted' ? 0 : 1;
    const { counts } = this;
    counts.events += count;
    if (time !== '') {
      counts.first = counts.first === '' || time < counts.first ? time : counts.first;
      counts.last = time > counts.last ? time : counts.last;
    }
    if (!isAllowed(event)) {
      counts.refused += count;
      return;
    }
    counts.allowed += count;

    const reason = annotations?.['authorization.k8s.io/reason'] ?? '';
    const acting = event.impersonatedUser?.username === undefined ? user : event.impersonatedUser;
    if (acting !== user) {
      const constraint = event.authenticationMetadata?.impersonationConstraint;
      for (const right of impersonation(acting, constraint, requestOf(event, verb))) {
        this.credit(user, right, '', time, count);
      }
    }
    this.credit(acting, requestOf(event, verb), reason, time, count);
    if (hasMade(event, verb)) {
      // No reason is told of that.
      this.credit(acting, requestOf(event, 'create'), '', time, count);
    }
  }

  private credit(user: AuditUser, request: AccessRequest, reason: string, time: string, count: number): void {
    const name = 'path' in request ? undefined : request.name;
    const what =
      'path' in request
        ? request.path
        : `${request.apiGroup}/${request.resource}/${request.subresource ?? ''}/${request.namespace ?? ''}/${
            name !== undefined && this.resourceNames.has(name) ? name : ''
          }`;
    const key = `${user.username}\n${user.groups?.join('\n') ?? ''}\n${user.extra?.oid?.[0] ?? ''}\n${request.verb} ${what}\n${reason}`;
    let credits = this.known.get(key);
    if (credits === undefined) {
      credits = this.creditsFor(user, request, reason);
      if (this.known.size >= MOST_KNOWN) {
        this.known.clear();
      }
      this.known.set(key, credits);
    }

    for (const { use, right, undeclared } of credits) {
      if (undeclared) {
        tally(undeclared, accountOf(user), count);
      }
      if (!use || !right) {
        if (use) {
          use.besides += count;
        }
        continue;
      }
      right.count += count;
      if (name !== undefined && right.names && right.names.size <= MOST_NAMES) {
        right.names.add(name);
        if (right.names.size > MOST_NAMES) {
          right.names = undefined;
        }
      }
      tally(use.accounts, accountOf(user), count);
      use.last = time > use.last ? time : use.last;
    }
  }

  private creditsFor(user: AuditUser, request: AccessRequest, reason: string): Credit[] {
    const decisive = bindingIn(reason);
    const grants = this.grantsOf(user, request);
    const credits = new Map<BindingUse, Credit>();
    const others: Credit[] = [];
    if (decisive !== undefined) {
      const use = this.bindings.get(decisive);
      if (use) {
        const rules = this.access.authorizer.rulesOfRole(use.binding) ?? [];
        credits.set(
          use,
          this.right(
            use,
            request,
            rules.filter((rule) => ruleAllows(rule, request)),
          ),
        );
      } else if (!isOfEveryCluster(reason)) {
        const accounts = this.undeclared.get(decisive) ?? new Map<string, number>();
        if (this.undeclared.size < MOST_ACCOUNTS) {
          this.undeclared.set(decisive, accounts);
        }
        others.push({ undeclared: accounts });
      }
    }
    for (const { binding } of grants) {
      const use = this.bindings.get(nameOf(binding));
      if (!use || credits.has(use)) {
        continue;
      }
      // What another authorizer, or another binding, was the reason for, this one would have allowed as well.
      credits.set(
        use,
        decisive === undefined && !isOfAnother(reason)
          ? this.right(
              use,
              request,
              grants.filter((grant) => grant.binding === binding).map(({ rule }) => rule),
            )
          : { use },
      );
    }
    return [...credits.values(), ...others];
  }

  /** By the name that the cluster compares, and otherwise by the object ID, for bindings that are declared by it. */
  private grantsOf(user: AuditUser, request: AccessRequest): Grant[] {
    const groups = user.groups ?? [];
    const as = (name: string): Grant[] => this.access.grants({ name, groups } satisfies UserInfo, request);
    const names = [user.username!, ...(user.extra?.oid ?? [])];
    const found = names.flatMap(as);
    return found.length > 0 ? found : names.flatMap((name) => as(name.toLowerCase()));
  }

  private right(use: BindingUse, request: AccessRequest, rules: readonly PolicyRule[]): Credit {
    const isNamed = rules.length > 0 && rules.every(({ resourceNames = [] }) => resourceNames.length > 0);
    const { ...stripped } = request as AccessRequest & { name?: string };
    if (!isNamed) {
      delete stripped.name;
    }
    const key = JSON.stringify(stripped);
    let right = use.uses.get(key);
    if (!right) {
      right = { request: stripped, rules, names: new Set(), count: 0 };
      use.uses.set(key, right);
    }
    return { use, right };
  }
}

/** Whether a request that changes objects has made one, as server-side apply does, which takes the right to create it, too. */
function hasMade({ objectRef, responseStatus }: AuditEvent, verb: string): boolean {
  return ['patch', 'update'].includes(verb) && responseStatus?.code === 201 && !objectRef?.subresource;
}

function isAllowed({ annotations, responseStatus }: AuditEvent): boolean {
  const decision = annotations?.['authorization.k8s.io/decision'];
  return decision === undefined ? ![401, 403].includes(responseStatus?.code ?? 200) : decision === 'allow';
}

/** `RBAC: allowed by RoleBinding "developers/shop" of ClusterRole "edit" to User "…"`, as the API server says it. */
const REASON = /allowed by (ClusterRoleBinding|RoleBinding) "([^"]+)"(?: of \w+ "[^"]*" to (\w+) "([^"]*)")?/;

function bindingIn(reason: string): string | undefined {
  const [, kind, name] = REASON.exec(reason) ?? [];
  if (name === undefined || kind === undefined) {
    return undefined;
  }
  const { name: own, namespace } = placed(name);
  return kind === 'RoleBinding' && namespace !== undefined
    ? `RoleBinding ${namespace}/${own}`
    : `${kind} ${name}`;
}

/** Whether a reason is a binding that every cluster has, and somebody who is in it everywhere. */
function isOfEveryCluster(reason: string): boolean {
  const [, kind = '', name = '', subjectKind, subject = ''] = REASON.exec(reason) ?? [];
  const { name: own, namespace } = kind === 'RoleBinding' ? placed(name) : { name, namespace: undefined };
  const account =
    subjectKind === 'ServiceAccount' ? placed(subject) : { name: subject, namespace: undefined };

  return defaultsNamed(kind, own, namespace).some(({ subjects = [] }) =>
    subjects.some(
      (one) =>
        one.kind === subjectKind &&
        one.name === account.name &&
        (account.namespace === undefined || one.namespace === account.namespace),
    ),
  );
}

/** `developers/shop`, as reasons have what is in a namespace. */
function placed(text: string): { readonly name: string; readonly namespace?: string } {
  const at = text.lastIndexOf('/');
  return at < 0 ? { name: text } : { name: text.slice(0, at), namespace: text.slice(at + 1) };
}

function isOfAnother(reason: string): boolean {
  return reason !== '' && !reason.startsWith('RBAC:');
}

function requestOf({ objectRef, requestURI = '' }: AuditEvent, verb: string): AccessRequest {
  if (!objectRef?.resource) {
    return { verb, path: requestURI.split('?')[0]! };
  }
  const { apiGroup = '', resource, subresource, namespace, name } = objectRef;
  return {
    verb,
    apiGroup,
    resource,
    ...(subresource && { subresource }),
    ...(namespace && { namespace }),
    ...(name && { name }),
  };
}

/** An account under both of its names. */
function accountOf({ username = '', extra }: AuditUser): string {
  const [oid] = extra?.oid ?? [];
  return oid === undefined || oid === username ? username : `${username} (${oid})`;
}

function tally(counts: Map<string, number>, key: string, count: number): void {
  const known = counts.get(key);
  if (known !== undefined || counts.size < MOST_ACCOUNTS) {
    counts.set(key, (known ?? 0) + count);
  }
}
