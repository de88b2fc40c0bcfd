import { block, blocks, isUnknown, text } from '../world/attributes';
import { Context, Refusal, ResourceBehaviour } from '../world/behaviour';
import {
  rulesOf,
  toClusterRole,
  toClusterRoleBinding,
  toRoleBinding,
} from '../../access/rbac/from-terraform';
import { call, Connection, isAllowed, isHostKnown } from './connection';
import {
  CLUSTER_ROLE,
  groupResource,
  idOfObject,
  Kind,
  nameOf,
  NAMESPACE,
  namespaceOf,
  ROLE,
  ROLE_BINDING,
  CLUSTER_ROLE_BINDING,
  SERVICE_ACCOUNT,
} from './kinds';
import { patchedMetadata, visibleMetadata } from './metadata-keys';
import { aggregatedRules } from '../../access/rbac/aggregation';
import { describeRule, quotedList, rightsNotHeld } from '../../access/rbac/escalation';
import { DefaultObject } from '../../access/rbac/default-roles';
import { AggregationRule, ClusterRole, MASTERS, PolicyRule, RBAC_GROUP } from '../../access/rbac/objects';
import { State, Value } from '../protocol/values';

/** Namespaces that the API server does not delete. */
const UNDELETABLE = ['default', 'kube-system', 'kube-public'];

/** What differs from kind to kind. */
interface Specifics {
  readonly unread?: ResourceBehaviour['unread'];

  /** Refuses a change that would give away what the user does not hold. */
  preventEscalation?(planned: State, connection: Connection): void;

  /** What the API server stores and answers, where that is not what was sent. */
  stored?(planned: State, connection: Connection): State;
}

const SPECIFICS = new Map<Kind, Specifics>([
  [
    NAMESPACE,
    {
      unread: { wait_for_default_service_account: null },
    },
  ],
  [
    SERVICE_ACCOUNT,
    {
      stored: () => ({ default_secret_name: '' }),
    },
  ],
  [ROLE, { preventEscalation: preventEscalationByRole(ROLE) }],
  [
    CLUSTER_ROLE,
    {
      preventEscalation: preventEscalationByRole(CLUSTER_ROLE),
      stored: (planned, { objects }) => ({ rule: ruleBlocks(planned, objects.clusterRoles) }),
    },
  ],
  [ROLE_BINDING, bindingSpecifics(ROLE_BINDING)],
  [CLUSTER_ROLE_BINDING, bindingSpecifics(CLUSTER_ROLE_BINDING)],
]);

/** How the objects of a kind behave, under whichever resource type of Terraform. */
export function behaviourOf(kind: Kind): ResourceBehaviour {
  const specifics = SPECIFICS.get(kind) ?? {};

  return {
    unread: specifics.unread,
    isKeptElsewhere: true,

    // IDs are unique within a cluster only, and the world may hold several.
    key: (object) => text(block(object, 'metadata'), 'uid')!,

    apply: (planned, prior, context) => {
      const name = nameOf(planned) ?? generatedName(planned, kind, context);
      const namespace = namespaceOf(planned);
      const request = {
        kind,
        namespace,
        ...(prior ? { verb: 'patch' as const, name } : { verb: 'create' as const }),
      };
      const connection = call(request, context);
      refuseChangeOfAggregation(prior, planned);
      specifics.preventEscalation?.(planned, connection);

      const id = idOfObject(name, namespace);
      const sent = metadata(planned, prior, { kind, namespace, name }, context);
      const before = block(foundIn(connection, { kind, namespace, name }, context), 'metadata');
      const all = prior ? patchedMetadata(before, block(prior, 'metadata') ?? {}, sent) : sent;
      const state = { ...planned, ...specifics.stored?.(planned, connection), id };

      connection.store.put(kind, withoutUnknowns({ ...state, metadata: [all] }));
      return { ...state, metadata: [visibleMetadata(all, sent, context.provider)] };
    },

    read: (object, context, known = object) => {
      if (!isHostKnown(context)) {
        return object;
      }
      const named = { kind, namespace: namespaceOf(object), name: nameOf(object)! };
      const connection = call({ verb: 'get', ...named }, context);
      const found = foundIn(connection, named, context);
      const all = block(found, 'metadata');
      return (
        found && {
          ...object,
          ...withoutNulls(found),
          ...specifics.stored?.(found, connection),
          ...(all && { metadata: [visibleMetadata(all, block(known, 'metadata'), context.provider)] }),
        }
      );
    },

    remove: (prior, context) => {
      const name = nameOf(prior);
      const { store } = call({ verb: 'delete', kind, namespace: namespaceOf(prior), name }, context);
      if (kind === NAMESPACE && UNDELETABLE.includes(name!)) {
        throw new Refusal({
          summary: `namespaces "${name}" is forbidden: this namespace may not be deleted`,
        });
      }
      store.remove(kind, text(prior, 'id')!);
    },

    import: (id, context) => {
      const [namespace, name] = partsOfId(id, kind);
      const connection = call({ verb: 'get', kind, namespace, name }, context);
      const found = foundIn(connection, { kind, namespace, name }, context);
      const all = block(found, 'metadata') ?? {};
      return found && { ...found, metadata: [visibleMetadata(all, undefined, context.provider)] };
    },
  };
}

/** An object as the API server has it: as it was deployed, or as every cluster has it from the start. */
function foundIn({ store }: Connection, named: ObjectName, context: Context): State | undefined {
  const { kind, namespace, name } = named;
  const id = idOfObject(name, namespace);
  const deployed = store.get(kind, id);
  const builtIn = deployed ? undefined : store.builtIn(kind, name, namespace);
  if (!builtIn) {
    return deployed;
  }
  const { metadata, rules, aggregationRule, roleRef, subjects } = builtIn;
  return {
    id,
    metadata: [
      { ...newMetadata(named, context), ...(namespace !== undefined && { namespace }), ...keysOf(metadata) },
    ],
    ...(rules && { rule: rules.map(ruleBlock) }),
    ...(aggregationRule && { aggregation_rule: [aggregationBlock(aggregationRule)] }),
    ...(roleRef && { role_ref: [{ api_group: RBAC_GROUP, kind: roleRef.kind, name: roleRef.name }] }),
    ...(subjects && {
      subject: subjects.map(({ kind: kindOfSubject, name: nameOfSubject, namespace: itsNamespace }) =>
        storedSubject({ kind: kindOfSubject, name: nameOfSubject, namespace: itsNamespace ?? '' }),
      ),
    }),
  };
}

function keysOf({ labels, annotations }: DefaultObject['metadata']): State {
  return {
    ...(labels && { labels: { ...labels } }),
    ...(annotations && { annotations: { ...annotations } }),
  };
}

function aggregationBlock({ clusterRoleSelectors }: AggregationRule): State {
  return {
    cluster_role_selectors: clusterRoleSelectors.map(({ matchLabels = {}, matchExpressions = [] }) => ({
      match_labels: { ...matchLabels },
      match_expressions: matchExpressions.map(({ key, operator, values = [] }) => ({
        key,
        operator,
        values: [...values],
      })),
    })),
  };
}

function bindingSpecifics(kind: Kind): Specifics {
  return {
    preventEscalation: (planned, connection) => preventEscalationByBinding(planned, kind, connection),

    stored: (planned) => ({ subject: blocks(planned, 'subject').map(storedSubject) }),
  };
}

/** A subject as it comes back: the API server puts in the group of its kind, and keeps the namespace of users and groups, too. */
function storedSubject(subject: State): State {
  const isServiceAccount = subject.kind === 'ServiceAccount';
  return {
    ...subject,
    api_group: text(subject, 'api_group') ?? (isServiceAccount ? '' : RBAC_GROUP),
    namespace: subject.namespace ?? '',
  };
}

/**
 * The provider patches an aggregation rule away together with the rules that come in its place, which the API server refuses.
 *
 * Source: kubernetes 2.38 with kube-apiserver 1.36.2, recorded as cr-aggregation.
 */
function refuseChangeOfAggregation(prior: State | null, planned: State): void {
  const hadAggregation = prior !== null && block(prior, 'aggregation_rule') !== undefined;
  if (hadAggregation && !block(planned, 'aggregation_rule') && blocks(planned, 'rule').length > 0) {
    throw new Refusal({
      summary: 'Failed to update ClusterRole: the server rejected our request due to an error in our request',
      detail:
        'The provider cannot give rules of its own to a role that was made of others. Give the role another name, or have it ' +
        'made anew: terraform apply -replace=<its address>, in the folder of the stack.',
    });
  }
}

function preventEscalationByRole(kind: Kind): NonNullable<Specifics['preventEscalation']> {
  return (planned, connection) => {
    const name = nameOf(planned);
    const namespace = namespaceOf(planned);
    const { apiGroup, resource } = kind;
    if (block(planned, 'aggregation_rule')) {
      refuseAggregationBy(connection, kind, name);
    }
    if (!isAllowed(connection, { verb: 'escalate', apiGroup, resource, name, namespace })) {
      refuseRightsNotHeld(rulesOf(planned), { kind, name, namespace, connection });
    }
  };
}

/**
 * Nobody knows what will be aggregated, so it takes every right.
 *
 * Source: kubernetes v1.36.2, pkg/registry/rbac/clusterrole/policybased, hasAggregationRule; seen with kube-apiserver 1.36.2.
 */
function refuseAggregationBy({ authorizer, user }: Connection, kind: Kind, name: string | undefined): void {
  const every = [
    { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
    { verbs: ['*'], nonResourceURLs: ['*'] },
  ];
  if (!user.groups.includes(MASTERS) && rightsNotHeld(authorizer, user, every).length > 0) {
    throw new Refusal({
      summary: `${groupResource(kind)} "${name ?? ''}" is forbidden: must have cluster-admin privileges to use an aggregationRule`,
    });
  }
}

function preventEscalationByBinding(planned: State, kind: Kind, connection: Connection): void {
  const namespace = namespaceOf(planned);
  const binding = kind === ROLE_BINDING ? toRoleBinding(planned) : toClusterRoleBinding(planned);
  const role = binding.roleRef.kind === 'Role' ? ROLE : CLUSTER_ROLE;
  const bind = {
    verb: 'bind',
    apiGroup: RBAC_GROUP,
    resource: role.resource,
    name: binding.roleRef.name,
    namespace,
  };
  if (isAllowed(connection, bind)) {
    return;
  }

  const rules = connection.authorizer.rulesOfRole(binding);
  if (!rules) {
    throw new Refusal({ summary: `${groupResource(role)} "${binding.roleRef.name}" not found` });
  }
  refuseRightsNotHeld(rules, { kind, name: nameOf(planned), namespace, connection });
}

interface Attempt {
  readonly kind: Kind;
  readonly name?: string;
  readonly namespace?: string;
  readonly connection: Connection;
}

function refuseRightsNotHeld(
  rules: readonly PolicyRule[],
  { kind, name, namespace, connection }: Attempt,
): void {
  const { authorizer, user } = connection;
  if (user.groups.includes(MASTERS)) {
    return;
  }
  const missing = rightsNotHeld(authorizer, user, rules, namespace);
  if (missing.length > 0) {
    const lines = missing.map(describeRule).join('\n');
    throw new Refusal({
      summary:
        `${groupResource(kind)} "${name ?? ''}" is forbidden: user "${user.name}" (groups=${quotedList(user.groups)}) ` +
        `is attempting to grant RBAC permissions not currently held:\n${lines}`,
    });
  }
}

/** The rules of a cluster role; those of an aggregation follow the roles that it selects at the moment. */
function ruleBlocks(state: State, clusterRoles: readonly ClusterRole[]): Value {
  if (!block(state, 'aggregation_rule')) {
    return isUnknown(state.rule) ? [] : (state.rule ?? []);
  }
  return aggregatedRules(toClusterRole({ ...state, rule: [] }), clusterRoles).map(ruleBlock);
}

function ruleBlock(rule: PolicyRule): State {
  return {
    verbs: [...rule.verbs],
    api_groups: [...(rule.apiGroups ?? [])],
    resources: [...(rule.resources ?? [])],
    resource_names: [...(rule.resourceNames ?? [])],
    non_resource_urls: [...(rule.nonResourceURLs ?? [])],
  };
}

/** What tells an object from all others of a cluster. */
export interface ObjectName {
  readonly kind: Kind;
  readonly namespace?: string;
  readonly name: string;
}

/** What the API server adds to the metadata of an object that nobody has changed yet. */
export function newMetadata({ kind, namespace, name }: ObjectName, context: Context): State {
  const host = text(context.provider, 'host') ?? '';
  const uid = context.uuid(host, kind.kind, namespace ?? '', name);
  return { name, generation: 0, resource_version: '1000', uid };
}

function metadata(planned: State, prior: State | null, named: ObjectName, context: Context): State {
  const added = newMetadata(named, context);
  const before = block(prior ?? {}, 'metadata');
  return {
    ...block(planned, 'metadata'),
    ...added,
    ...(before && { uid: before.uid!, resource_version: String(Number(before.resource_version) + 1) }),
  };
}

function generatedName(planned: State, kind: Kind, context: Context): string {
  const prefix = text(block(planned, 'metadata'), 'generate_name') ?? '';
  if (!prefix) {
    throw new Refusal({
      summary: `${kind.kind} "" is invalid: metadata.name: Required value: name or generateName is required`,
    });
  }
  return `${prefix}${context.uuid(kind.kind, prefix).slice(0, 5)}`;
}

function partsOfId(id: string, kind: Kind): [string | undefined, string] {
  if (!kind.isNamespaced) {
    return [undefined, id];
  }
  const [namespace, name, ...rest] = id.split('/');
  if (!namespace || !name || rest.length > 0) {
    throw new Refusal({ summary: `Unexpected ID format ("${id}"), expected "namespace/name".` });
  }
  return [namespace, name];
}

function withoutNulls(state: State): State {
  return Object.fromEntries(Object.entries(state).filter(([, value]) => value !== null));
}

/** What nobody has set is absent from what the API server stores. */
function withoutUnknowns(state: State): State {
  return Object.fromEntries(
    Object.entries(state).map(([name, value]) => [name, isUnknown(value) ? null : value]),
  );
}
