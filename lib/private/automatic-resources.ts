import { TerraformResource, TerraformResourceLifecycle } from 'cdktf';
import { Construct } from 'constructs';

/** Arguments of an `azurerm_kubernetes_automatic_cluster`. */
interface AutomaticClusterArguments {
  readonly name: string;
  readonly resourceGroupName: string;
  readonly location: string;
  readonly identity: { readonly type: string; readonly identityIds?: string[] };
  readonly apiServerAccess?: { readonly authorizedIpRanges?: string[]; readonly subnetId?: string };
  readonly hostedSystem?: { readonly nodeSubnetId: string; readonly systemNodeSubnetId: string };
  readonly privateCluster?: {
    readonly privateDnsZoneId?: string;
    readonly publicFullyQualifiedDomainNameEnabled?: boolean;
  };
  readonly tags?: { [key: string]: string };
  readonly lifecycle?: TerraformResourceLifecycle;
}

/** What the resource and the data source have in common. */
interface ReadableAutomaticCluster {
  readonly id: string;
  readonly name: string;
  readonly resourceGroupName: string;
  readonly kubeConfig: {
    get(index: number): { readonly host: string; readonly clusterCaCertificate: string };
  };
}

/** The resource, as the construct uses it. */
export interface AutomaticClusterResource extends TerraformResource, ReadableAutomaticCluster {
  readonly fullyQualifiedDomainName: string;
  readonly oidcIssuerUrl: string;
  readonly identity: { readonly principalId: string };
}

/** Arguments of an `azurerm_kubernetes_cluster_deployment_safeguard`. */
interface SafeguardArguments {
  readonly kubernetesClusterId: string;
  readonly level: string;
  readonly podSecurityStandardsLevel?: string;
  readonly excludedNamespaces?: string[];
}

/** The classes of bindings of azurerm 5.x for AKS Automatic. */
export interface AutomaticBindings {
  cluster(scope: Construct, id: string, config: AutomaticClusterArguments): AutomaticClusterResource;
  lookUp(
    scope: Construct,
    id: string,
    config: { readonly name: string; readonly resourceGroupName: string },
  ): ReadableAutomaticCluster;
  safeguard(scope: Construct, id: string, config: SafeguardArguments): TerraformResource;
}
