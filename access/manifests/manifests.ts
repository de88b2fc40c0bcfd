import { describeBinding } from '../cluster-access';
import { CommandFailed } from '../command-failed';
import { ConfiguredAccess } from '../configured/configured-access';
import {
  AggregationRule,
  ClusterRole,
  ClusterRoleBinding,
  ObjectMeta,
  PolicyRule,
  RBAC_GROUP,
  Role,
  RoleBinding,
  Subject,
} from '../rbac/objects';
import { visible } from '../../lib/shared/visible';
import { yamlText } from './yaml-text';

/** One object as `kubectl apply` takes it. */
export type Manifest = Readonly<Record<string, unknown>> & {
  readonly kind: string;
  readonly metadata: object;
};

/** Subjects whose names only the directory knows, so that they cannot stand in a manifest. */
class LookupsLeft extends CommandFailed {}

const API_VERSION = `${RBAC_GROUP}/v1`;

/** What the access stack creates in the cluster, in the order in which it can be applied. */
export function manifests({ objects, namespaces, isLookup }: ConfiguredAccess): Manifest[] {
  refuseLookups([...objects.clusterRoleBindings, ...objects.roleBindings], isLookup);

  return [
    ...sorted(
      namespaces.map((metadata) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: meta(metadata) })),
    ),
    ...sorted(objects.clusterRoles.map(roleManifest)),
    ...sorted(objects.roles.map(roleManifest)),
    ...sorted(objects.clusterRoleBindings.map(bindingManifest)),
    ...sorted(objects.roleBindings.map(bindingManifest)),
  ];
}

/**
 * Objects as one YAML stream, which is the same to readers of YAML 1.1, such as kubectl, and of 1.2.
 *
 * @param comments what to say behind a text, wherever it stands
 */
export function toYaml(objects: readonly Manifest[], comments?: ReadonlyMap<string, string>): string {
  return objects.map((object) => yamlText(object, comments)).join('---\n');
}

function refuseLookups(
  bindings: readonly (RoleBinding | ClusterRoleBinding)[],
  isLookup: (subject: Subject) => boolean,
): void {
  const lines = bindings.flatMap((binding) =>
    binding.subjects
      .filter(isLookup)
      .map(({ kind, name }) =>
        visible(`${describeBinding(binding)}: ${kind} '${name}' is known to the directory only`),
      ),
  );
  if (lines.length > 0) {
    throw new LookupsLeft(
      `${lines.join('\n')}\n` +
        'A manifest needs the names that the cluster compares: give a tenant file with --tenant, ' +
        'or write the user principal name of members, with directory.lookUpUsers false, and the object ID of everybody else',
    );
  }
}

function roleManifest(role: Role | ClusterRole): Manifest {
  return {
    apiVersion: API_VERSION,
    kind: role.kind,
    metadata: meta(role.metadata),
    // Kubernetes fills in the rules of a role that is put together from others; written here, they would be wiped out.
    ...('aggregationRule' in role && role.aggregationRule
      ? { aggregationRule: aggregationManifest(role.aggregationRule) }
      : { rules: role.rules.map(ruleManifest) }),
  };
}

/** Without what a selector leaves open, as the API server keeps it. */
function aggregationManifest({ clusterRoleSelectors }: AggregationRule): object {
  return {
    clusterRoleSelectors: clusterRoleSelectors.map(({ matchLabels = {}, matchExpressions = [] }) => ({
      ...(Object.keys(matchLabels).length > 0 && { matchLabels }),
      ...(matchExpressions.length > 0 && {
        matchExpressions: matchExpressions.map(({ key, operator, values = [] }) => ({
          key,
          operator,
          ...(values.length > 0 && { values }),
        })),
      }),
    })),
  };
}

function ruleManifest({
  apiGroups,
  resources,
  resourceNames,
  nonResourceURLs,
  verbs,
}: PolicyRule): PolicyRule {
  return {
    ...(apiGroups && { apiGroups }),
    ...(resources && { resources }),
    ...(resourceNames && { resourceNames }),
    ...(nonResourceURLs && { nonResourceURLs }),
    verbs,
  };
}

function bindingManifest({ kind, metadata, roleRef, subjects }: RoleBinding | ClusterRoleBinding): Manifest {
  return {
    apiVersion: API_VERSION,
    kind,
    metadata: meta(metadata),
    roleRef: { apiGroup: RBAC_GROUP, kind: roleRef.kind, name: roleRef.name },
    subjects: subjects.map((subject) =>
      subject.kind === 'ServiceAccount'
        ? { kind: subject.kind, name: subject.name, namespace: subject.namespace }
        : {
            apiGroup: RBAC_GROUP,
            kind: subject.kind,
            name: subject.name,
            // Means nothing, and a binding that was taken over may have one.
            ...(subject.namespace !== undefined && { namespace: subject.namespace }),
          },
    ),
  };
}

function meta(metadata: ObjectMeta & { readonly namespace?: string }): object {
  const { name, namespace, labels = {}, annotations = {} } = metadata;
  return {
    name,
    ...(namespace !== undefined && { namespace }),
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
}

/** By namespace and name, so that the order of the configuration does not show. */
function sorted<T extends Manifest>(objects: readonly T[]): T[] {
  const key = ({ metadata }: Manifest): string => {
    const { namespace = '', name } = metadata as { namespace?: string; name: string };
    return `${namespace}/${name}`;
  };
  return [...objects].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
