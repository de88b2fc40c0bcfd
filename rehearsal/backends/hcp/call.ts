import { Request, Response } from '../tls-server';
import { ApiError } from './json-api';
import { Principal } from './names';
import { Organization } from './organization';
import { HcpWorkspace } from './workspace';

/** One call, with what its path and its token stand for. */
export interface Call {
  readonly request: Request;
  readonly principal: Principal;

  /** The parts of the path that are not fixed. */
  readonly parts: readonly string[];
}

export type Handler = (call: Call) => Response;

/** Handlers by method and path below /api/v2, in which `*` stands for any one part. */
export type Routes = Readonly<Record<string, Handler>>;

/** The workspaces of an organization as a call may use them. What it may not is not found. */
export class Permissions {
  constructor(private readonly organization: Organization) {}

  byId(id: string | undefined): HcpWorkspace {
    const workspace = this.organization.workspaces.find((one) => one.id === id);
    if (!workspace) {
      throw ApiError.notFound();
    }
    return workspace;
  }

  visible(workspace: HcpWorkspace | undefined, principal: Principal): HcpWorkspace {
    if (!workspace || !this.organization.mayReadState(principal, workspace)) {
      throw ApiError.notFound();
    }
    return workspace;
  }

  /** The workspace of the path, whose state the call may read. */
  readable({ parts, principal }: Call): HcpWorkspace {
    return this.visible(this.byId(parts[0]), principal);
  }

  /** The workspace of the path, whose state the call may write. */
  writable({ parts, principal }: Call): HcpWorkspace {
    const workspace = this.byId(parts[0]);
    if (principal.kind === 'run' && principal.workspace !== workspace.id) {
      throw ApiError.notFound();
    }
    return workspace;
  }

  /** The workspace of the path, whose settings the call may read and change. */
  managed(call: Call): HcpWorkspace {
    requireUser(call);
    return this.byId(call.parts[0]);
  }
}

/** The token of a run changes no settings. */
export function requireUser({ principal }: Call): void {
  if (principal.kind !== 'user') {
    throw ApiError.notFound();
  }
}
