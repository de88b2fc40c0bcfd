import { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { IAzureRoleScope } from './azure-role-scope';
import { requireAutomaticBindings } from './private/automatic-bindings';
import { literalItems, requireDnsLabel } from './private/guards';
import { armImportId, CLUSTER_FORM } from './private/import-ids';
import { honourDependencies } from './private/dependencies';
import { requireProps } from './private/kind-check';
import { withoutStackTraces } from './private/stack-traces';
import { requireUnique } from './private/unique-objects';
import { requireAzurermGeneration } from './shared/azurerm-generation';
import { takeOver } from './shared/take-over';

/** What deployment safeguards do about a workload that breaks them. */
export enum AksSafeguardLevel {
  /** Warn whoever deploys it. */
  WARN = 'Warn',

  /** Refuse it, and set what can be set. */
  ENFORCE = 'Enforce',
}

/** Pod Security Standards: https://kubernetes.io/docs/concepts/security/pod-security-standards. */
export enum AksPodSecurityLevel {
  /** Whatever Kubernetes can run. */
  PRIVILEGED = 'Privileged',

  /** Without known ways to privileges. */
  BASELINE = 'Baseline',

  /** By what is recommended for hardened pods. */
  RESTRICTED = 'Restricted',
}

/** Properties of `AksDeploymentSafeguards`. */
export interface AksDeploymentSafeguardsProps {
  /** Cluster whose workloads are looked at. */
  readonly cluster: IAzureRoleScope;

  /** What happens to workloads that break them. */
  readonly level: AksSafeguardLevel;

  /**
   * The Pod Security Standard that pods are held to.
   *
   * @default AksPodSecurityLevel.PRIVILEGED
   */
  readonly podSecurity?: AksPodSecurityLevel;

  /**
   * Namespaces that are not looked at, beside those of the system.
   *
   * @default - none
   */
  readonly excludedNamespaces?: string[];
}

/**
 * Deployment safeguards of a cluster: policies that AKS holds every workload to.
 *
 * Defines an `azurerm_kubernetes_cluster_deployment_safeguard`; needs azurerm 5.x, which is CDK Terrain. A cluster has one, and
 * one of AKS Automatic has it from the beginning: take it over with `importFrom()`.
 */
export class AksDeploymentSafeguards extends Construct {
  private readonly resource: TerraformResource;

  /**
   * Defines the safeguards.
   *
   * @throws when the bindings are of azurerm 4.x, or a namespace cannot be
   */
  constructor(scope: Construct, id: string, props: AksDeploymentSafeguardsProps) {
    super(scope, id);
    props = requireProps('AksDeploymentSafeguardsProps', props, this);
    const bindings = requireAutomaticBindings('AksDeploymentSafeguards', this);
    requireAzurermGeneration(this, 5);
    for (const namespace of literalItems('excludedNamespaces', props.excludedNamespaces, this)) {
      requireDnsLabel('excludedNamespaces', namespace, this);
    }
    const { clusterId } = props.cluster;
    this.resource = withoutStackTraces(() =>
      bindings.safeguard(this, 'Resource', {
        kubernetesClusterId: clusterId,
        level: props.level,
        podSecurityStandardsLevel: props.podSecurity,
        excludedNamespaces: props.excludedNamespaces,
      }),
    );
    requireUnique(this, this.resource, 'deployment safeguards of the cluster', [clusterId]);
    honourDependencies(this);
  }

  /**
   * Takes over the safeguards that a cluster has: the next deployment imports them, and changes what differs.
   *
   * @param clusterId ARM ID of the cluster, `az aks show --query id`
   * @throws when it is not the ID of a cluster
   */
  importFrom(clusterId: string): void {
    takeOver(this.resource, armImportId('clusterId', clusterId, CLUSTER_FORM, {}, this));
  }
}
