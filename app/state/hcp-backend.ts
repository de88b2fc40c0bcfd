import {
  CloudBackend,
  DataTerraformRemoteState,
  NamedCloudWorkspace,
  TaggedCloudWorkspaces,
  TerraformRemoteState,
} from 'cdktf';
import { Construct } from 'constructs';

export interface HcpBackendProps {
  /** Organization of the workspace. */
  readonly organization: string;

  /**
   * Host of a Terraform Enterprise.
   *
   * @default - app.terraform.io
   */
  readonly hostname?: string;

  /** How Terraform finds the workspace: by its name or by tags. */
  readonly workspaces: NamedCloudWorkspace | TaggedCloudWorkspaces;

  /** Name of the workspace, by which other stacks read its outputs. */
  readonly workspaceName: string;
}

/**
 * A workspace of HCP Terraform or Terraform Enterprise.
 *
 * Unlike the class of cdktf, it can be referred to when it is found by tags, and asks nobody for the version of
 * Terraform, which takes a process for each stack and needs Terraform for a mere synth.
 */
export class HcpBackend extends CloudBackend {
  constructor(
    scope: Construct,
    private readonly workspace: HcpBackendProps,
  ) {
    const { organization, hostname, workspaces } = workspace;
    super(scope, { organization, hostname, workspaces });

    // The app needs a later version than the one that would be asked for.
    this.node.validate = () => [];
  }

  override getRemoteStateDataSource(scope: Construct, name: string): TerraformRemoteState {
    const { organization, hostname, workspaceName } = this.workspace;
    return new DataTerraformRemoteState(scope, name, {
      organization,
      hostname,
      workspaces: { name: workspaceName },
    });
  }
}
