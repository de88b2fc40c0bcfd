import { readFileSync } from 'node:fs';
import { clusterObjects, LiveObject } from '../../access/live/cluster-objects';
import { adoptedAccess } from '../../cli/adopt/rbac/adopted-access';
import { NO_NAMES } from '../../cli/adopt/rbac/names';
import { rbacYaml } from '../../cli/adopt/rbac/rbac-yaml';
import { EXISTING_TENANT } from './existing-tenant';
import { RehearsedConfig } from './rehearsed-config';
import { describeWithTerraform } from './terraform';

const SET = clusterObjects(readFileSync('test/cli/adopt/rbac-set.yaml', 'utf8'));

const TYPES: Readonly<Record<string, string>> = {
  Namespace: 'kubernetes_namespace_v1',
  ServiceAccount: 'kubernetes_service_account_v1',
  ClusterRole: 'kubernetes_cluster_role_v1',
  Role: 'kubernetes_role_v1',
  ClusterRoleBinding: 'kubernetes_cluster_role_binding_v1',
  RoleBinding: 'kubernetes_role_binding_v1',
};

/** An object in the words of the provider. */
function inTerms({ metadata, rules, aggregationRule, roleRef, subjects }: LiveObject): object {
  const { name, namespace, labels, annotations } = metadata;
  return {
    cluster: 'myAKSCluster',
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      ...(labels && { labels }),
      ...(annotations && { annotations }),
    },
    ...(rules?.length && {
      rule: rules.map((rule) => ({
        verbs: rule.verbs,
        ...(rule.apiGroups && { api_groups: rule.apiGroups }),
        ...(rule.resources && { resources: rule.resources }),
        ...(rule.resourceNames && { resource_names: rule.resourceNames }),
        ...(rule.nonResourceURLs && { non_resource_urls: rule.nonResourceURLs }),
      })),
    }),
    ...(aggregationRule && {
      aggregation_rule: {
        cluster_role_selectors: aggregationRule.clusterRoleSelectors?.map(({ matchLabels }) => ({
          match_labels: matchLabels,
        })),
      },
    }),
    ...(roleRef && {
      role_ref: { api_group: 'rbac.authorization.k8s.io', kind: roleRef.kind, name: roleRef.name },
    }),
    ...(subjects && {
      subject: subjects.map((subject) => ({
        ...(subject.apiGroup !== undefined && { api_group: subject.apiGroup }),
        kind: subject.kind,
        name: subject.name,
        ...(subject.namespace !== undefined && { namespace: subject.namespace }),
      })),
    }),
  };
}

const NOT_MADE_BY_TERRAFORM = ['nothing', 'selected-by-expression', 'empty', 'twice'];

function tenant() {
  const { objects = {} } = EXISTING_TENANT;
  const made = Object.fromEntries(
    Object.entries(TYPES).map(([kind, type]) => [
      type,
      SET.byKind[kind as keyof typeof SET.byKind]
        .filter(({ metadata: { name } }) => !NOT_MADE_BY_TERRAFORM.includes(name))
        .filter(({ metadata: { name } }) => name !== 'aks-cluster-admin-binding-aad')
        .map(inTerms),
    ]),
  );
  const others = Object.fromEntries(
    Object.entries(objects).filter(([type]) => !type.startsWith('kubernetes_')),
  );
  return { ...EXISTING_TENANT, objects: { ...others, ...made } as typeof objects };
}

let config: RehearsedConfig;
afterEach(() => {
  config.remove();
});

describeWithTerraform('the RBAC of a cluster', () => {
  test('is taken over with nothing to add, to change or to destroy', async () => {
    const adopted = adoptedAccess(SET, NO_NAMES);
    const count = adopted.namespaces.length + adopted.roles.length + adopted.access.length;
    config = new RehearsedConfig('examples/adopted-cluster.yaml', tenant());
    config.rewrite((content) => content.replace(/^namespaces:[^]*$/m, '') + rbacYaml(adopted, false));
    await config.rehearse();

    expect(config.printed).toMatch(new RegExp(`access +${count} imported, 0 added, 0 changed, 0 destroyed`));
    expect(count).toBe(16);
  });
});
