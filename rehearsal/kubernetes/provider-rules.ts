import { block, blocks, isPresent, isUnknown, text } from '../world/attributes';
import { Problem, Rule } from '../world/behaviour';
import { first } from '../world/checks';
import { CORE_KINDS, Kind, KINDS, RBAC_KINDS, CLUSTER_ROLE_BINDING, ROLE_BINDING, typesOf } from './kinds';
import { labelValueProblem, pathSegmentProblem, qualifiedNameProblem, subdomainProblem } from './names';
import { RBAC_GROUP } from '../../access/rbac/objects';
import { isObject, State } from '../protocol/values';

const SOURCE = 'terraform-provider-kubernetes 2.38';

/** What the kubernetes provider refuses from the configuration alone. Kinds of subjects are not among it. */
export const kubernetesProviderRules: readonly Rule[] = [
  ...onEach(RBAC_KINDS, {
    refuses: 'a name of a role or binding that cannot stand in a URL',
    source: `${SOURCE}, schema_rbac.go, validateRBACNameFunc`,
    check: (object) => nameProblem(object, pathSegmentProblem),
  }),
  ...onEach(CORE_KINDS, {
    refuses: 'a name that is no DNS subdomain',
    source: `${SOURCE}, validators.go, validateName`,
    check: (object) => nameProblem(object, subdomainProblem),
  }),
  ...onEach(KINDS, {
    refuses: 'a name together with a generated one',
    source: `${SOURCE}, schema_metadata.go, ConflictsWith`,
    check: nameConflict,
  }),
  ...onEach(KINDS, {
    refuses: 'a malformed label',
    source: `${SOURCE}, validators.go, validateLabels`,
    check: (object) =>
      first(Object.entries(mapOf(object, 'labels')), ([key, value]) => labelProblemOf(key, value)),
  }),
  ...onEach(KINDS, {
    refuses: 'a malformed annotation',
    source: `${SOURCE}, validators.go, validateAnnotations`,
    check: (object) => first(Object.keys(mapOf(object, 'annotations')), annotationProblem),
  }),
  ...onEach([ROLE_BINDING, CLUSTER_ROLE_BINDING], {
    refuses: 'a role reference outside of the RBAC API group',
    source: `${SOURCE}, schema_rbac.go, rbacRoleRefSchema`,
    check: (object) => roleRefProblem(object, 'api_group', [RBAC_GROUP]),
  }),
  ...onEach([ROLE_BINDING, CLUSTER_ROLE_BINDING], {
    refuses: 'a role reference to anything but a Role or a ClusterRole',
    source: `${SOURCE}, schema_rbac.go, rbacRoleRefSchema`,
    check: (object) => roleRefProblem(object, 'kind', ['Role', 'ClusterRole']),
  }),
];

function onEach(kinds: readonly Kind[], rule: Omit<Rule, 'on' | 'at'>): Rule[] {
  return kinds.flatMap(typesOf).map((on) => ({ on, at: 'validate', ...rule }));
}

function nameProblem(object: State, check: (name: string) => string | undefined): Problem | undefined {
  const name = text(block(object, 'metadata'), 'name');
  const problem = name === undefined ? undefined : check(name);
  return problem ? { summary: `metadata.0.name ${problem}`, path: ['metadata', 0, 'name'] } : undefined;
}

function nameConflict(object: State): Problem | undefined {
  const metadata = block(object, 'metadata');
  return isPresent(metadata, 'name') && isPresent(metadata, 'generate_name')
    ? {
        summary: 'Conflicting configuration arguments',
        detail: '"metadata.0.generate_name": conflicts with metadata.0.name',
        path: ['metadata', 0, 'generate_name'],
      }
    : undefined;
}

function labelProblemOf(key: string, value: unknown): Problem | undefined {
  const inKey = qualifiedNameProblem(key);
  if (inKey) {
    return { summary: `metadata.0.labels ("${key}") ${inKey}`, path: ['metadata', 0, 'labels'] };
  }
  const inValue = typeof value === 'string' ? labelValueProblem(value) : undefined;
  return inValue
    ? { summary: `metadata.0.labels ("${String(value)}") ${inValue}`, path: ['metadata', 0, 'labels'] }
    : undefined;
}

function annotationProblem(key: string): Problem | undefined {
  const problem = qualifiedNameProblem(key.toLowerCase());
  return problem
    ? { summary: `metadata.0.annotations ("${key}") ${problem}`, path: ['metadata', 0, 'annotations'] }
    : undefined;
}

function roleRefProblem(
  object: State,
  name: 'api_group' | 'kind',
  allowed: readonly string[],
): Problem | undefined {
  return first(blocks(object, 'role_ref'), (roleRef) => {
    const value = roleRef[name];
    return isUnknown(value) || allowed.some((entry) => entry === value)
      ? undefined
      : {
          summary: `expected role_ref.0.${name} to be one of [${allowed.map((entry) => `"${entry}"`).join(' ')}], got ${text(roleRef, name) ?? ''}`,
          path: ['role_ref', 0, name],
        };
  });
}

function mapOf(object: State, name: 'labels' | 'annotations'): State {
  const value = block(object, 'metadata')?.[name];
  return isObject(value) ? value : {};
}
