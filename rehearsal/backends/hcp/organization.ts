import { randomBytes } from 'node:crypto';
import { ApiError } from './json-api';
import { Named, newId, Principal } from './names';
import { HcpWorkspace } from './workspace';

/** An organization of HCP Terraform, as far as workspaces and states go. */
export class Organization {
  readonly projects: Named[] = [{ id: newId('prj'), name: 'Default Project' }];
  readonly agentPools: Named[] = [];
  readonly workspaces: HcpWorkspace[] = [];
  readonly tokens = new Map<string, Principal>();

  /** IDs of the connections to version control systems. */
  readonly vcsConnections = new Set<string>();

  constructor(readonly name: string) {}

  /** A new token for a principal. */
  issueToken(principal: Principal): string {
    const token = `${newId('tok')}.atlasv1.${randomBytes(24).toString('base64url')}`;
    this.tokens.set(token, principal);
    return token;
  }

  addAgentPool(name: string): void {
    this.agentPools.push({ id: newId('apool'), name });
  }

  addProject(name: unknown): Named {
    if (typeof name !== 'string' || !/^[\w -]{3,40}$/.test(name)) {
      throw ApiError.invalid('Name is invalid: 3 to 40 letters, digits, spaces, hyphens and underscores');
    }
    if (this.projects.some((project) => project.name === name)) {
      throw ApiError.invalid('Name has already been taken');
    }
    const project = { id: newId('prj'), name };
    this.projects.push(project);
    return project;
  }

  workspaceNamed(name: string): HcpWorkspace | undefined {
    return this.workspaces.find((workspace) => workspace.name === name);
  }

  /** Who may read the state of a workspace: users, its own runs, and the runs of those that it shares it with. */
  mayReadState(principal: Principal, workspace: HcpWorkspace): boolean {
    return (
      principal.kind === 'user' ||
      principal.workspace === workspace.id ||
      workspace.settings['global-remote-state'] === true ||
      workspace.consumers.has(principal.workspace)
    );
  }
}
