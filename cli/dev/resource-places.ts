import { GrantPlaces } from '../../access/check/places';
import { Place } from '../../access/check/result';
import { ConfiguredAccess } from '../../access/configured/configured-access';
import { SynthesizedApp } from '../../access/configured/synthesized-app';
import { metadataOf, namespaceOf, TerraformObject, text } from '../../access/rbac/from-terraform';
import { AUTOMATIC_CLUSTER_TYPE } from '../../lib/shared/cluster-types';

/** Says which line of a configuration a resource comes from. */
export class ResourcePlaces {
  private readonly grants: GrantPlaces;

  constructor(
    private readonly app: SynthesizedApp,
    private readonly access: ConfiguredAccess,
  ) {
    this.grants = new GrantPlaces(app.config, access.access);
  }

  /** Undefined of what is written nowhere, or follows from several keys. */
  of(type: string, resource: TerraformObject): Place | undefined {
    const { config } = this.app;
    switch (type.replace(/_v1$/, '')) {
      case 'azurerm_kubernetes_cluster':
      case AUTOMATIC_CLUSTER_TYPE:
        return config.placeOf(['cluster']);

      case 'azurerm_resource_group':
        return config.placeOf(['cluster', 'resourceGroupName']);

      case 'azurerm_kubernetes_cluster_node_pool':
        return this.entry(
          ['cluster', 'nodePools'],
          config.cluster.nodePools.findIndex(({ name }) => name === text(resource, 'name')),
        );

      case 'azuread_group':
        return config.aad.mode === 'managed' ? config.placeOf(['aad', 'adminGroup']) : undefined;

      case 'kubernetes_namespace':
        return this.grants.ofNamespace(metadataOf(resource).name);

      case 'kubernetes_role':
      case 'kubernetes_cluster_role':
        return this.role(metadataOf(resource).name, type.includes('cluster'), resource);

      case 'kubernetes_role_binding':
      case 'kubernetes_cluster_role_binding':
        return this.binding(metadataOf(resource).name, type.includes('cluster'), resource);

      default:
        return undefined;
    }
  }

  private role(name: string, isOfCluster: boolean, resource: TerraformObject): Place | undefined {
    const namespace = namespaceOf(resource);
    return this.entry(
      ['roles'],
      this.app.config.roles.findIndex(
        (role) =>
          role.name === name &&
          (isOfCluster ? role.namespace === undefined : isSame(role.namespace, namespace)),
      ),
    );
  }

  private binding(name: string, isOfCluster: boolean, resource: TerraformObject): Place | undefined {
    const { objects } = this.access;
    const namespace = namespaceOf(resource);
    const binding = isOfCluster
      ? objects.clusterRoleBindings.find(({ metadata }) => metadata.name === name)
      : objects.roleBindings.find(
          ({ metadata }) => metadata.name === name && isSame(metadata.namespace, namespace),
        );
    return binding && this.grants.ofGrant(binding);
  }

  private entry(list: readonly string[], index: number): Place | undefined {
    return index < 0 ? undefined : this.app.config.placeOf([...list, index]);
  }
}

/** A namespace that is created is referred to, and not named; its name is enough then. */
function isSame(one: string | undefined, written: string | undefined): boolean {
  return one === written || (written?.includes('${') ?? false);
}
