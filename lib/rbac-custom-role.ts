import { TerraformStack } from 'cdktf';
import { ClusterRoleV1 } from '@cdktf/provider-kubernetes/lib/cluster-role-v1';
import { RoleV1 } from '@cdktf/provider-kubernetes/lib/role-v1';
import { Construct } from 'constructs';
import { KubernetesConnection } from './kubernetes-connection';
import { metadata } from './private/bindings';
import { boundPlaces } from './private/bound-places';
import { BoundPlaces } from './private/granted-places';
import { isOfNoNamespace } from './private/dead-resources';
import { deadPartsOf } from './private/dead-rules';
import { noteRole, warnOfDoubtfulAggregation } from './shared/doubtful-roles';
import { namespaceIn, nameOfNamespace } from './private/created-namespaces';
import { refuseRoleOnAutomatic } from './private/automatic-rules';
import { checkConnection } from './private/connection-check';
import { AGGREGATED_ROLES } from './shared/built-in-resources';
import { isInEveryCluster } from './shared/default-objects';
import { ValidationError } from './shared/errors';
import { isLiteral, requireDnsLabel, requireFilled, requirePathSegment } from './private/guards';
import { withEntries } from './private/token-forms';
import { kubernetesImportId } from './private/import-ids';
import { requireProps } from './private/kind-check';
import { requireMetadata, requireSelectors } from './private/kubernetes-metadata';
import { PolicyRule, policyRules, withLists } from './shared/policy-rules';
import { aggregationRisks, riskInWords, risksOf } from './private/risky-rules';
import { withoutStackTraces } from './private/stack-traces';
import { requireUnique } from './private/unique-objects';
import { takeOver } from './shared/take-over';
import { warn } from './shared/warn';
import { IRbacRole, RbacRole, RbacRoleKind } from './rbac-role';
import { RbacRule } from './rbac-rule';

/** Properties of `RbacCustomRole`. */
export interface RbacCustomRoleProps {
  /** Name of the role in Kubernetes, kept in its case. A change replaces the role. */
  readonly name: string;

  /**
   * What the role allows. Not together with `aggregateFrom`.
   *
   * @default - nothing of its own; `aggregateFrom` is then required
   */
  readonly rules?: RbacRule[];

  /**
   * Namespace that the role is defined in; bindings to it must be in the same.
   *
   * @default - a cluster role, which can be bound in the whole cluster and in every namespace
   */
  readonly namespace?: string;

  /**
   * Cluster roles that take the rules over, such as `RbacRole.VIEW`: those of Kubernetes, and others that select the label
   * `rbac.authorization.k8s.io/aggregate-to-<name>`.
   *
   * @default - none
   */
  readonly aggregateTo?: RbacRole[];

  /**
   * Labels of the cluster roles whose rules this one is made of; one set of labels that match is enough.
   *
   * @default - the rules are those of `rules`
   */
  readonly aggregateFrom?: { [key: string]: string }[];

  /**
   * Labels of the role.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the role.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Connection to the cluster that gets the role; must be of the same stack. Required when the stack has more than one.
   *
   * @default - the only connection of the stack
   */
  readonly connection?: KubernetesConnection;
}

/**
 * A role of your own, which a binding takes as it is.
 *
 * Defines a `kubernetes_role_v1` when it has a namespace, otherwise a `kubernetes_cluster_role_v1`. Bindings to it are
 * created after it. Warns of rules that give away more than they seem to, by the bindings of the stack: what counts in two
 * namespaces only is not said of the whole cluster. `role-wildcard`, `role-escalate`, `role-impersonate`,
 * `role-certificates`, `role-webhooks`, `role-create-pods`, `role-workloads`, `role-service-account-token`,
 * `role-create-secrets`, `role-secrets`, `role-nodes-proxy`, `role-pods-exec`, `role-ephemeral-containers`,
 * `role-change-pods`, `role-persistent-volumes`, `role-namespaces`, `role-nodes`, `role-pod-status`,
 * `role-service-status`, `role-port-forward`, `role-admission`, `role-api-services` and `role-bindings`. Warns, too, of
 * parts of rules that grant nothing: `rule-matches-nothing`.
 */
export class RbacCustomRole extends Construct implements IRbacRole {
  readonly kind: RbacRoleKind;
  readonly name: string;

  /** Namespace that the role is defined in; undefined for a cluster role. */
  readonly namespace?: string;

  private readonly resource: ClusterRoleV1 | RoleV1;
  private placeOf?: (path: readonly (string | number)[], message: string) => string;
  private isImported = false;

  /**
   * Defines the role.
   *
   * @throws when a rule can match nothing, or the API group of a resource is not known
   */
  constructor(scope: Construct, id: string, props: RbacCustomRoleProps) {
    super(scope, id);
    requireFilled(props, { namespace: 'a cluster role' }, this);
    props = requireProps('RbacCustomRoleProps', props, this);
    const { name, namespace, annotations, connection } = props;

    requirePathSegment('name', name, this);
    requireDnsLabel('namespace', namespace, this);
    requireOneSource(props, this);
    requireSelectors('aggregateFrom', props.aggregateFrom, 'the rules of every cluster role', this);
    const labels = this.labelsOf(props);
    requireMetadata(labels, annotations, this);
    checkConnection(this, 'the role', connection);

    this.kind = namespace === undefined ? RbacRoleKind.CLUSTER_ROLE : RbacRoleKind.ROLE;
    this.name = name;
    this.namespace = namespace;

    const rules = (props.rules ?? []).map(withLists);
    const rule = policyRules(rules, this.isNamespaced, this);
    const provider = connection?._provider;
    this.resource = withoutStackTraces(() =>
      namespace === undefined
        ? new ClusterRoleV1(this, 'Resource', {
            provider,
            metadata: { name, labels, annotations },
            rule: props.aggregateFrom ? undefined : rule,
            aggregationRule: aggregationRule(props),
          })
        : new RoleV1(this, 'Resource', {
            provider,
            metadata: metadata({
              name,
              namespace: namespaceIn(TerraformStack.of(this), connection, namespace),
              labels,
              annotations,
            }),
            rule: rule.map((one) => ({
              ...one,
              apiGroups: one.apiGroups ?? [],
              resources: one.resources ?? [],
            })),
          }),
    );
    this.requireUnique(connection);
    this.noteName(props);
    this.warnOfAggregation(props);
    this.node.addValidation({ validate: () => this.problems(props) });
    this.warnOf(rule, props);
    this.warnOfDeadRules(rules, rule, props);
    refuseRoleOnAutomatic(this, connection, rule);
  }

  /**
   * Takes over a role that exists: the next deployment imports it and makes its rules those that are given here.
   *
   * @param id `<name>` of a cluster role, `<namespace>/<name>` of another; by default that of the construct, and never
   * another one
   * @throws when it is another ID
   */
  importFrom(id?: string): void {
    takeOver(this.resource, kubernetesImportId(id, this, this));
    this.isImported = true;
  }

  get apiGroup(): string {
    return RbacRole.VIEW.apiGroup;
  }

  get isNamespaced(): boolean {
    return this.kind === RbacRoleKind.ROLE;
  }

  private problems({ aggregateFrom }: RbacCustomRoleProps): string[] {
    const { kind, name, namespace, isImported } = this;
    if (!isImported) {
      const fix = this.isNamespaced ? 'use another' : `use another, bind RbacRole.clusterRole('${name}')`;
      return isInEveryCluster(kind, name, namespace)
        ? [`name '${name}' is a ${inWords(this)} of every cluster: ${fix}, or call importFrom()`]
        : [];
    }
    return !this.isNamespaced && AGGREGATED_ROLES.includes(name) && aggregateFrom === undefined
      ? [
          `name '${name}' is a cluster role that is made of others, which the API server gives no rules of its own: ` +
            `put them into a role of another name with 'aggregateTo: [RbacRole.clusterRole('${name}')]'`,
        ]
      : [];
  }

  private requireUnique(connection: KubernetesConnection | undefined): void {
    const { kind, name, namespace = '' } = this;
    const place = nameOfNamespace(TerraformStack.of(this), connection, namespace) ?? namespace;

    requireUnique(this, this.resource, `${kind} '${name}'`, [name, place]);
  }

  /** For bindings that name a role rather than take it. */
  private noteName({ connection, aggregateFrom }: RbacCustomRoleProps): void {
    const { name, namespace } = this;
    const stack = TerraformStack.of(this);
    const place = namespace === undefined ? undefined : nameOfNamespace(stack, connection, namespace);
    if (isLiteral(name) && (namespace === undefined || place !== undefined)) {
      noteRole(stack, { name, namespace: place, aggregateFrom });
    }
  }

  private warnOfAggregation({ aggregateTo = [] }: RbacCustomRoleProps): void {
    for (const target of aggregateTo.filter(({ name }) => isLiteral(name))) {
      warnOfDoubtfulAggregation(this, this.name, target.name, aggregationLabel(target));
    }
  }

  /**
   * Says where a part of a rule is written, which warnings then name.
   *
   * @internal
   */
  public _writtenAt(placeOf: (path: readonly (string | number)[], message: string) => string): void {
    this.placeOf = placeOf;
  }

  private warnOfDeadRules(
    written: readonly RbacRule[],
    rules: readonly PolicyRule[],
    { aggregateTo = [], connection }: RbacCustomRoleProps,
  ): void {
    const dead = written.flatMap((rule, index) =>
      deadPartsOf(rule, this.isNamespaced, this.namespace).map(({ path, problem }) => ({
        path: ['rules', index, ...path],
        problem,
      })),
    );
    // Of several warnings of one ID the first is told, and each part is for somebody to mend.
    if (dead.length > 0) {
      warn(this, 'rule-matches-nothing', () =>
        dead.map(({ path, problem }) => this.inWords(path, problem)).join('; '),
      );
    }
    if (!this.isNamespaced && aggregateTo.length === 0 && isOfNoNamespace(rules)) {
      warn(this, 'rule-matches-nothing', () => {
        const bound = boundPlaces(TerraformStack.of(this), connection, [this.name]);
        return bound.namespaces.length + bound.unnamed === 0
          ? undefined
          : this.inWords([], onlyInNamespaces(`${this.kind} '${this.name}'`, bound));
      });
    }
  }

  private inWords(path: readonly (string | number)[], message: string): string {
    if (this.placeOf) {
      return this.placeOf(path, message);
    }
    const [rules, index] = path;
    return rules === undefined ? message : `${rules}[${index}] of ${this.kind} '${this.name}': ${message}`;
  }

  private labelsOf({ labels, aggregateTo = [] }: RbacCustomRoleProps): RbacCustomRoleProps['labels'] {
    const added = aggregateTo.map((role) => [aggregationLabel(role), 'true'] as const);
    return added.length > 0 ? withEntries(labels, Object.fromEntries(added)) : labels;
  }

  private warnOf(rules: readonly PolicyRule[], props: RbacCustomRoleProps): void {
    const { aggregateFrom, aggregateTo = [], connection } = props;
    const stack = TerraformStack.of(this);
    const takenOverBy = aggregateTo.map(({ name }) => name);
    const places = () =>
      this.isNamespaced ? undefined : boundPlaces(stack, connection, [this.name, ...takenOverBy]);

    for (const risk of [...risksOf(rules, this.isNamespaced), ...aggregationRisks(aggregateFrom)]) {
      warn(this, risk.id, () => riskInWords(`${this.kind} '${this.name}'`, risk, places(), takenOverBy));
    }
  }
}

function aggregationLabel({ apiGroup, name }: RbacRole): string {
  return `${apiGroup}/aggregate-to-${name}`;
}

function inWords({ isNamespaced, namespace }: RbacCustomRole): string {
  return isNamespaced ? `role of namespace '${namespace}'` : 'cluster role';
}

function onlyInNamespaces(role: string, { namespaces, unnamed }: BoundPlaces): string {
  const unknown = unnamed > 0 ? [`${unnamed} whose name is not known yet`] : [];
  const places = [...namespaces.map((one) => `'${one}'`), ...unknown].join(', ');

  return `${role} is bound in namespace ${places}, where a binding grants nothing of it, as all of it is in no namespace: bind it in the whole cluster`;
}

function requireOneSource(props: RbacCustomRoleProps, scope: Construct): void {
  const { rules = [], aggregateFrom, aggregateTo, namespace } = props;

  if (aggregateFrom && rules.length > 0) {
    throw new ValidationError(
      "rules would be overwritten with those of 'aggregateFrom': give one of the two, or put the rules into a role of their own",
      scope,
    );
  }
  if (!aggregateFrom && rules.length === 0) {
    throw new ValidationError("the role allows nothing: give it 'rules' or 'aggregateFrom'", scope);
  }
  if (namespace !== undefined && (aggregateFrom ?? aggregateTo)) {
    throw new ValidationError(
      "only cluster roles aggregate: leave out 'namespace', or 'aggregateFrom' and 'aggregateTo'",
      scope,
    );
  }
}

function aggregationRule({
  aggregateFrom,
}: RbacCustomRoleProps): { clusterRoleSelectors: { matchLabels: { [key: string]: string } }[] } | undefined {
  return aggregateFrom && { clusterRoleSelectors: aggregateFrom.map((matchLabels) => ({ matchLabels })) };
}
