import { block, blocks, isPresent, isUnknown, text, texts } from '../world/attributes';
import { Context, Problem, Rule } from '../world/behaviour';
import { first } from '../world/checks';
import { storeOf } from './connection';
import {
  CLUSTER_ROLE,
  CLUSTER_ROLE_BINDING,
  groupKind,
  groupResource,
  Kind,
  KINDS,
  nameOf,
  NAMESPACE,
  namespaceOf,
  ROLE,
  ROLE_BINDING,
  typesOf,
} from './kinds';
import {
  labelProblem,
  labelValueProblem,
  pathSegmentProblem,
  qualifiedNameProblem,
  subdomainProblem,
} from './names';
import { podSecurityProblem } from '../../lib/shared/namespace-labels';
import { RBAC_GROUP } from '../../access/rbac/objects';
import { isObject, State } from '../protocol/values';

const SOURCE = 'kubernetes v1.33.5, pkg/apis/rbac/validation/validation.go';
const BINDINGS = [ROLE_BINDING, CLUSTER_ROLE_BINDING];
const MAX_ANNOTATION_BYTES = 262_144;
const SUBJECT_KINDS = ['ServiceAccount', 'User', 'Group'];

/** An empty API group is none to the provider, which keeps the one that was there: recorded as rb-remove-user-before-sa. */
const ACCOUNT_IN_PLACE_OF_OTHERS =
  'The provider cannot put a service account in the place where the list had a user or a group. Leave it in its place, bind service ' +
  "accounts on their own ('serviceAccounts' rather than 'subjects'), or give the binding another name, which replaces it.";

/** A field at fault, in the API server's words: `subjects[0].name: Required value`. */
interface FieldError {
  readonly error: string;
  readonly path: Problem['path'];

  /** What the API server does not say: how it comes about, and what to do. */
  readonly hint?: string;
}

/** What the API server refuses when an object is created or changed. */
export const kubernetesServiceRules: readonly Rule[] = [
  ...onEach(KINDS, {
    refuses: 'a name that is taken',
    source: 'apimachinery v0.33.5, pkg/api/errors, NewAlreadyExists',
    problem: taken,
  }),
  ...onEach(
    KINDS.filter((kind) => kind.isNamespaced),
    {
      refuses: 'an object in a namespace that does not exist',
      source: 'kubernetes v1.33.5, admission plugin NamespaceLifecycle',
      problem: missingNamespace,
    },
  ),
  ...onEach(KINDS, {
    refuses: 'annotations of more than 262144 bytes',
    source:
      'apimachinery v0.36.2, pkg/api/validation, TotalAnnotationSizeLimitB; seen with kube-apiserver 1.36.2',
    problem: invalid(annotationSize),
  }),
  ...onEach([NAMESPACE], {
    refuses: 'a namespace whose name is no DNS label',
    source: 'kubernetes v1.33.5, pkg/apis/core/validation, ValidateNamespaceName',
    problem: invalid(namespaceName),
  }),
  ...onEach([NAMESPACE], {
    refuses: 'a level or version of Pod Security that there is not',
    source: 'k8s.io/pod-security-admission v0.36.2, PolicyToEvaluate, which a creation must pass',
    problem: invalid(podSecurityLabel),
  }),
  ...onEach([CLUSTER_ROLE_BINDING], {
    refuses: 'a binding of the whole cluster to a Role',
    source: `${SOURCE}, ValidateClusterRoleBinding`,
    problem: invalid(clusterWideRole),
  }),
  ...onEach(BINDINGS, {
    refuses: 'a role reference without a name, or with one that cannot stand in a URL',
    source: `${SOURCE}, ValidateRoleBinding`,
    problem: invalid(roleRefName),
  }),
  ...onEach(BINDINGS, {
    refuses: 'a subject of a kind that does not exist',
    source: `${SOURCE}, ValidateRoleBindingSubject`,
    problem: invalid(onSubjects(subjectKind)),
  }),
  ...onEach(BINDINGS, {
    refuses: 'a subject without a name, or a service account with a malformed one',
    source: `${SOURCE}, ValidateRoleBindingSubject`,
    problem: invalid(onSubjects(subjectName)),
  }),
  ...onEach(BINDINGS, {
    refuses: 'a subject in the API group of another kind',
    source: `${SOURCE}, ValidateRoleBindingSubject`,
    problem: invalid(onSubjects(subjectApiGroup)),
  }),
  ...onEach([CLUSTER_ROLE_BINDING], {
    refuses: 'a service account without a namespace, bound in the whole cluster',
    source: `${SOURCE}, ValidateRoleBindingSubject`,
    problem: invalid(onSubjects(subjectNamespace)),
  }),
  ...onEach([ROLE, CLUSTER_ROLE], {
    refuses: 'a rule without verbs, or on neither resources nor URLs, or on both',
    source: `${SOURCE}, ValidatePolicyRule`,
    problem: invalid(policyRule),
  }),
  ...onEach([CLUSTER_ROLE], {
    refuses: 'an aggregation rule without selectors, or with a malformed one',
    source: `${SOURCE}, ValidateClusterRole`,
    problem: invalid(aggregationRule),
  }),
];

interface ServiceRule {
  readonly refuses: string;
  readonly source: string;
  readonly problem: (object: State, kind: Kind, context: Context) => Problem | undefined;
}

function onEach(kinds: readonly Kind[], { refuses, source, problem }: ServiceRule): Rule[] {
  return kinds.flatMap((kind) =>
    typesOf(kind).map((on) => ({
      on,
      refuses,
      source,
      at: 'apply',
      check: (object, context) => context && problem(object, kind, context),
    })),
  );
}

/** Wraps the check of a field into the message of a validation error. */
function invalid(check: (object: State) => FieldError | undefined): ServiceRule['problem'] {
  return (object, kind) => {
    const found = check(object);
    return (
      found && {
        summary: `${groupKind(kind)} "${nameOf(object) ?? ''}" is invalid: ${found.error}`,
        path: found.path,
        ...(found.hint !== undefined && { detail: found.hint }),
      }
    );
  };
}

function onSubjects(
  check: (subject: State, i: number) => FieldError | undefined,
): (object: State) => FieldError | undefined {
  return (object) => {
    const errors = blocks(object, 'subject').map(check);
    return errors.find((error) => error !== undefined);
  };
}

function taken(object: State, kind: Kind, context: Context): Problem | undefined {
  const name = nameOf(object);
  const isNew = text(object, 'id') === undefined;
  return isNew && name && storeOf(context)?.has(kind, name, namespaceOf(object))
    ? { summary: `${groupResource(kind)} "${name}" already exists`, path: ['metadata', 0, 'name'] }
    : undefined;
}

function missingNamespace(object: State, _kind: Kind, context: Context): Problem | undefined {
  const namespace = namespaceOf(object) ?? '';
  const store = storeOf(context);
  return !store || store.has(NAMESPACE, namespace)
    ? undefined
    : {
        summary: `namespaces "${namespace}" not found`,
        detail: `Create it with 'namespaces: [{ name: ${namespace} }]' in the configuration, or list it in the tenant file if the cluster has it`,
        path: ['metadata', 0, 'namespace'],
      };
}

function namespaceName(object: State): FieldError | undefined {
  const name = nameOf(object);
  const problem = name === undefined ? undefined : labelProblem(name);
  return problem
    ? { error: `metadata.name: Invalid value: "${name}": ${problem}`, path: ['metadata', 0, 'name'] }
    : undefined;
}

function podSecurityLabel(object: State): FieldError | undefined {
  const labels = block(object, 'metadata')?.labels;
  for (const [key, value] of Object.entries(isObject(labels) ? labels : {})) {
    const given = typeof value === 'string' ? value : undefined;
    const problem = given === undefined ? undefined : podSecurityProblem(key, given);
    if (problem !== undefined) {
      return {
        error: `metadata.labels[${key}]: Invalid value: "${given}": ${problem}`,
        path: ['metadata', 0, 'labels'],
      };
    }
  }
  return undefined;
}

function annotationSize(object: State): FieldError | undefined {
  const annotations = block(object, 'metadata')?.annotations;
  const texts = isObject(annotations) ? Object.entries(annotations).flat() : [];
  const size = texts.reduce<number>(
    (sum, one) => sum + Buffer.byteLength(typeof one === 'string' ? one : ''),
    0,
  );
  return size > MAX_ANNOTATION_BYTES
    ? {
        error: `metadata.annotations: Too long: may not be more than ${MAX_ANNOTATION_BYTES} bytes`,
        path: ['metadata', 0, 'annotations'],
      }
    : undefined;
}

function clusterWideRole(object: State): FieldError | undefined {
  const kind = text(block(object, 'role_ref'), 'kind');
  return kind === 'ClusterRole'
    ? undefined
    : { error: `roleRef.kind: ${unsupported(kind, ['ClusterRole'])}`, path: ['role_ref', 0, 'kind'] };
}

function roleRefName(object: State): FieldError | undefined {
  const name = text(block(object, 'role_ref'), 'name');
  const path = ['role_ref', 0, 'name'];
  if (name === undefined) {
    return { error: 'roleRef.name: Required value', path };
  }
  const problem = pathSegmentProblem(name);
  return problem ? { error: `roleRef.name: Invalid value: "${name}": ${problem}`, path } : undefined;
}

function subjectKind(subject: State, i: number): FieldError | undefined {
  const kind = text(subject, 'kind');
  return kind !== undefined && SUBJECT_KINDS.includes(kind)
    ? undefined
    : { error: `subjects[${i}].kind: ${unsupported(kind, SUBJECT_KINDS)}`, path: ['subject', i, 'kind'] };
}

function subjectName(subject: State, i: number): FieldError | undefined {
  const name = text(subject, 'name');
  const path = ['subject', i, 'name'];
  if (name === undefined) {
    return { error: `subjects[${i}].name: Required value`, path };
  }
  const problem = text(subject, 'kind') === 'ServiceAccount' ? subdomainProblem(name) : undefined;
  return problem ? { error: `subjects[${i}].name: Invalid value: "${name}": ${problem}`, path } : undefined;
}

function subjectApiGroup(subject: State, i: number): FieldError | undefined {
  const kind = text(subject, 'kind') ?? '';
  const apiGroup = text(subject, 'api_group');
  // Without one, the API server puts in that of the kind.
  if (apiGroup === undefined || !SUBJECT_KINDS.includes(kind)) {
    return undefined;
  }
  const allowed = kind === 'ServiceAccount' ? '' : RBAC_GROUP;
  return apiGroup === allowed
    ? undefined
    : {
        error: `subjects[${i}].apiGroup: ${unsupported(apiGroup, [allowed])}`,
        path: ['subject', i, 'api_group'],
        ...(apiGroup === RBAC_GROUP && { hint: ACCOUNT_IN_PLACE_OF_OTHERS }),
      };
}

function subjectNamespace(subject: State, i: number): FieldError | undefined {
  return text(subject, 'kind') === 'ServiceAccount' && text(subject, 'namespace') === undefined
    ? { error: `subjects[${i}].namespace: Required value`, path: ['subject', i, 'namespace'] }
    : undefined;
}

function policyRule(object: State): FieldError | undefined {
  // Rules that nobody wrote are those of an aggregation.
  if (isUnknown(object.rule)) {
    return undefined;
  }
  const errors = blocks(object, 'rule').map((rule, i) => {
    const error = ruleError(rule);
    return error === undefined ? undefined : { error: `rules[${i}].${error}`, path: ['rule', i] };
  });
  return errors.find((error) => error !== undefined);
}

function ruleError(rule: State): string | undefined {
  const isOnUrls = isPresent(rule, 'non_resource_urls');
  const isOnResources = ['api_groups', 'resources', 'resource_names'].some((name) => isPresent(rule, name));

  if (!isPresent(rule, 'verbs')) {
    return 'verbs: Required value: verbs must contain at least one value';
  }
  if (isOnUrls && isOnResources) {
    return 'nonResourceURLs: Invalid value: rules cannot apply to both regular resources and non-resource URLs';
  }
  if (!isOnUrls && !isPresent(rule, 'api_groups')) {
    return 'apiGroups: Required value: resource rules must supply at least one api group';
  }
  return !isOnUrls && !isPresent(rule, 'resources')
    ? 'resources: Required value: resource rules must supply at least one resource'
    : undefined;
}

function aggregationRule(object: State): FieldError | undefined {
  const aggregation = block(object, 'aggregation_rule');
  if (!aggregation) {
    return undefined;
  }
  const selectors = blocks(aggregation, 'cluster_role_selectors');
  const path = ['aggregation_rule', 0];
  if (selectors.length === 0) {
    const rule = 'at least one clusterRoleSelector required if aggregationRule is non-nil';
    return { error: `aggregationRule.clusterRoleSelectors: Required value: ${rule}`, path };
  }

  const problem =
    first(
      selectors.flatMap((selector) => blocks(selector, 'match_expressions')),
      expressionProblem,
    ) ?? first(selectors, labelsProblem);
  return problem && { error: `aggregationRule.clusterRoleSelectors: ${problem.summary}`, path };
}

function expressionProblem(expression: State): Problem | undefined {
  const operator = text(expression, 'operator') ?? '';
  if (!['In', 'NotIn', 'Exists', 'DoesNotExist'].includes(operator)) {
    return { summary: `operator: Invalid value: "${operator}": not a valid selector operator` };
  }
  const key = text(expression, 'key') ?? '';
  const inKey = qualifiedNameProblem(key);
  if (inKey) {
    return { summary: `key: Invalid value: "${key}": ${inKey}` };
  }
  const needsValues = operator === 'In' || operator === 'NotIn';
  if (needsValues !== isPresent(expression, 'values')) {
    return needsValues
      ? { summary: "values: Required value: must be specified when `operator` is 'In' or 'NotIn'" }
      : { summary: "values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'" };
  }
  return first(texts(expression, 'values'), valueProblem);
}

function labelsProblem(selector: State): Problem | undefined {
  const labels = isObject(selector.match_labels) ? selector.match_labels : {};
  return first(Object.entries(labels), ([key, value]) => {
    const problem = qualifiedNameProblem(key);
    return problem
      ? { summary: `matchLabels: Invalid value: "${key}": ${problem}` }
      : valueProblem(typeof value === 'string' ? value : '');
  });
}

function valueProblem(value: string): Problem | undefined {
  const problem = labelValueProblem(value);
  return problem ? { summary: `values: Invalid value: "${value}": ${problem}` } : undefined;
}

function unsupported(value: string | undefined, supported: readonly string[]): string {
  const list = supported.map((entry) => `"${entry}"`).join(', ');
  return `Unsupported value: "${value ?? ''}": supported values: ${list}`;
}
