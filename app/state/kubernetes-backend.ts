import { TerraformBackend, TerraformRemoteState } from 'cdktf';
import { Construct } from 'constructs';

export interface KubernetesBackendProps {
  /** What follows `tfstate-<workspace>-` in the name of the Secret. */
  readonly secretSuffix: string;

  /** Namespace of the Secret. */
  readonly namespace: string;

  /**
   * Path of the kubeconfig.
   *
   * @default - KUBE_CONFIG_PATH
   */
  readonly configPath?: string;

  /**
   * Context of the kubeconfig.
   *
   * @default - KUBE_CTX, else its current context
   */
  readonly configContext?: string;

  /**
   * Whether Terraform runs in the cluster.
   *
   * @default - KUBE_IN_CLUSTER_CONFIG
   */
  readonly inClusterConfig?: boolean;
}

/** State in a Secret, locked by a Lease: the one backend of Terraform for which cdktf has no class. */
export class KubernetesBackend extends TerraformBackend {
  constructor(
    scope: Construct,
    private readonly props: KubernetesBackendProps,
  ) {
    super(scope, 'backend', 'kubernetes');
  }

  getRemoteStateDataSource(scope: Construct, name: string): TerraformRemoteState {
    return new KubernetesRemoteState(scope, name, 'kubernetes', {
      ...this.props,
      workspace: '${terraform.workspace}',
    });
  }

  protected synthesizeAttributes(): Record<string, unknown> {
    const { secretSuffix, namespace, configPath, configContext, inClusterConfig } = this.props;
    return {
      secret_suffix: secretSuffix,
      namespace,
      config_path: configPath,
      config_context: configContext,
      in_cluster_config: inClusterConfig,
    };
  }
}

class KubernetesRemoteState extends TerraformRemoteState {}
