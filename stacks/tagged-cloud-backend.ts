import { CloudBackend, DataTerraformRemoteState, TaggedCloudWorkspaces, TerraformRemoteState } from 'cdktf';
import { Construct } from 'constructs';

export interface TaggedCloudBackendProps {
  /** Organization of the workspace. */
  readonly organization: string;

  /**
   * Host of a Terraform Enterprise.
   *
   * @default - app.terraform.io
   */
  readonly hostname?: string;

  /** The workspace, by its tags. */
  readonly workspaces: TaggedCloudWorkspaces;

  /** Name of that workspace, by which other stacks read its outputs. */
  readonly workspaceName: string;
}

/** A workspace of HCP Terraform that is found by its tags, and whose outputs can be referred to all the same. */
export class TaggedCloudBackend extends CloudBackend {
  constructor(
    scope: Construct,
    private readonly tagged: TaggedCloudBackendProps,
  ) {
    const { organization, hostname, workspaces } = tagged;
    super(scope, { organization, hostname, workspaces });
  }

  /** Without it, cdktf refuses references to stacks with tagged workspaces: tags do not say which one to read. */
  override getRemoteStateDataSource(scope: Construct, name: string): TerraformRemoteState {
    const { organization, hostname, workspaceName } = this.tagged;
    return new DataTerraformRemoteState(scope, name, {
      organization,
      hostname,
      workspaces: { name: workspaceName },
    });
  }
}
