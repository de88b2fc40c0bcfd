import { ApiError, RequestData } from './json-api';
import { Named, newId, Principal } from './names';
import { StateVersions } from './state-versions';

type Settings = Record<string, unknown>;

export interface Variable {
  readonly id: string;
  readonly attributes: Settings;
}

/** A run of `source` starts one of the workspace that holds this. */
export interface RunTrigger {
  readonly id: string;
  readonly source: HcpWorkspace;
}

/** What a workspace has to know of its organization. */
interface Surroundings {
  readonly name: string;
  readonly projects: readonly Named[];
  readonly agentPools: readonly Named[];
  readonly vcsConnections: ReadonlySet<string>;
  readonly workspaces: readonly Named[];
}

const NAME = /^[\w-]{1,90}$/;

/** A version, or what the service takes for one. */
const TERRAFORM_VERSION = /^(latest|(~> ?|>= ?)?\d+\.\d+(\.\d+)?)$/;

/** What a workspace is when nobody says otherwise. Nothing runs in the stand-in, so its organization's default is local. */
const DEFAULTS: Settings = {
  description: null,
  'execution-mode': 'local',
  'auto-apply': false,
  'auto-apply-run-trigger': false,
  'global-remote-state': false,
  'terraform-version': '1.11.4',
  'working-directory': '',
  'file-triggers-enabled': true,
  'trigger-patterns': [],
  'trigger-prefixes': [],
  'vcs-repo': null,
};

/** One workspace, with what the service refuses to set. */
export class HcpWorkspace {
  readonly id = newId('ws');
  readonly states = new StateVersions();
  readonly variables: Variable[] = [];
  readonly triggers: RunTrigger[] = [];

  /** IDs of the workspaces whose runs may read the state. */
  readonly consumers = new Set<string>();
  name = '';
  project: string;
  settings: Settings = { ...DEFAULTS };
  tags: string[] = [];
  lockedBy?: Principal;
  private agentPool?: string;

  constructor(
    private readonly organization: Surroundings,
    data: RequestData,
  ) {
    this.project = organization.projects[0]!.id;
    this.update(data);
    if (this.name === '') {
      throw ApiError.invalid("Name can't be blank");
    }
  }

  /** Changes settings; throws before it has changed any. */
  update({ attributes = {}, relationships = {} }: RequestData): void {
    const { name = this.name, 'agent-pool-id': agentPool, ...settings } = attributes;
    const changed = { ...this.settings, ...settings };
    const pool = agentPool === undefined ? this.agentPool : ((agentPool ?? undefined) as string | undefined);
    const isAgent = changed['execution-mode'] === 'agent';
    this.check(name, changed, isAgent ? pool : (agentPool as string | undefined));

    const project = relationships.project?.data?.id;
    if (project !== undefined && !this.organization.projects.some(({ id }) => id === project)) {
      throw ApiError.notFound();
    }
    this.name = name as string;
    this.project = project ?? this.project;
    this.agentPool = isAgent ? pool : undefined;
    this.settings = changed;
  }

  /** As the API gives it to who asks. */
  json(principal: Principal): object {
    const mayWrite = principal.kind === 'user' || principal.workspace === this.id;

    return {
      id: this.id,
      type: 'workspaces',
      attributes: {
        name: this.name,
        ...this.settings,
        'agent-pool-id': this.agentPool ?? null,
        operations: this.settings['execution-mode'] !== 'local',
        locked: this.lockedBy !== undefined,
        'tag-names': this.tags,
        permissions: {
          'can-read-settings': true,
          'can-update': principal.kind === 'user',
          'can-destroy': principal.kind === 'user',
          'can-force-unlock': principal.kind === 'user',
          'can-lock': mayWrite,
          'can-unlock': mayWrite,
          'can-create-state-versions': mayWrite,
          'can-read-state-versions': true,
          'can-read-state-outputs': true,
          'can-queue-run': mayWrite,
          'can-queue-apply': mayWrite,
          'can-queue-destroy': mayWrite,
        },
      },
      relationships: {
        organization: { data: { id: this.organization.name, type: 'organizations' } },
        project: { data: { id: this.project, type: 'projects' } },
      },
    };
  }

  lock(principal: Principal): void {
    if (this.lockedBy) {
      throw new ApiError(409, 'unable to lock workspace', 'The workspace is already locked');
    }
    this.lockedBy = principal;
  }

  unlock(principal: Principal, { force }: { force: boolean }): void {
    if (!this.lockedBy) {
      throw new ApiError(409, 'unable to unlock workspace', 'The workspace is not locked');
    }
    if (force && principal.kind === 'run') {
      throw ApiError.notFound();
    }
    if (!force && !isSame(principal, this.lockedBy)) {
      throw new ApiError(409, 'unable to unlock workspace', 'The workspace is locked by somebody else');
    }
    this.lockedBy = undefined;
  }

  /** A state is written under the lock of who writes it. */
  requireLock(principal: Principal): void {
    if (!this.lockedBy || !isSame(principal, this.lockedBy)) {
      throw new ApiError(409, 'conflict', 'The workspace must be locked by you to create a state version');
    }
  }

  private check(name: unknown, settings: Settings, agentPool?: string | null): void {
    const { agentPools, vcsConnections, workspaces } = this.organization;
    if (typeof name !== 'string' || !NAME.test(name)) {
      throw ApiError.invalid('Name is invalid: use letters, digits, - and _, at most 90 of them');
    }
    if (workspaces.some((other) => other !== this && other.name === name)) {
      throw ApiError.invalid('Name has already been taken');
    }

    const mode = settings['execution-mode'] as string;
    if (!['remote', 'local', 'agent'].includes(mode)) {
      throw ApiError.invalid('Execution mode is not included in the list');
    }
    if (mode === 'agent' && !agentPools.some(({ id }) => id === agentPool)) {
      throw ApiError.invalid('Agent pool must be specified for the execution mode agent');
    }
    if (mode !== 'agent' && typeof agentPool === 'string') {
      throw ApiError.invalid('Agent pool cannot be specified unless the execution mode is agent');
    }
    if (!TERRAFORM_VERSION.test(String(settings['terraform-version']))) {
      throw ApiError.invalid('Terraform version is invalid');
    }

    const vcs = settings['vcs-repo'] as Settings | null;
    const connection = vcs && (vcs['oauth-token-id'] ?? vcs['github-app-installation-id']);
    if (vcs && !/^[^/\s]+\/[^\s]+$/.test(String(vcs.identifier))) {
      throw ApiError.invalid('VCS repo identifier is invalid');
    }
    if (vcs && !vcsConnections.has(String(connection))) {
      throw ApiError.invalid('VCS repo has no such OAuth token or GitHub App installation');
    }
    if (vcs && mode === 'local') {
      throw ApiError.invalid('VCS repo cannot be set for the execution mode local');
    }
  }
}

function isSame(one: Principal, other: Principal): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
