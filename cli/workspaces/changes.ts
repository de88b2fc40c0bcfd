import { ApiFailure, ApiObject, HcpClient } from './client';
import { DesiredOrganization, DesiredWorkspace } from './desired-workspaces';
import { HcpFailed } from './hcp-failed';
import { WorkspaceOptions } from './options';
import { url } from '../url';

/** Something to do, in words and as a call. */
export interface Change {
  readonly text: string;
  readonly make: () => Promise<void>;
}

/** Changes to make, in this order, and what is worth knowing beside them. */
export interface ChangePlan {
  readonly changes: readonly Change[];
  readonly notes: readonly string[];
}

/** Finds out what has to be done for workspaces to be as they should be; changes nothing. */
export class ChangePlanner {
  private readonly changes: Change[] = [];
  private readonly notes: string[] = [];

  /** IDs of workspaces; those that are yet to be made get theirs then. */
  private readonly ids = new Map<string, string>();
  private agentPool?: string;
  private project?: string;

  constructor(
    private readonly client: HcpClient,
    private readonly desired: DesiredOrganization,
    private readonly options: WorkspaceOptions,
  ) {}

  async plan(): Promise<ChangePlan> {
    await this.requireOrganization();
    await this.findAgentPool();
    await this.planProject();

    const found = new Map<string, ApiObject>();
    for (const workspace of this.desired.workspaces) {
      const existing = await this.client.find(this.organizationPath + url`/workspaces/${workspace.name}`);
      if (existing) {
        found.set(workspace.name, existing);
        this.ids.set(workspace.name, existing.id);
      }
      this.planWorkspace(workspace, existing);
    }
    for (const workspace of this.desired.workspaces) {
      const existing = found.get(workspace.name);
      this.planTags(workspace, existing);
      await this.planVariables(workspace, existing);
      await this.planConsumers(workspace, existing);
      await this.planTriggers(workspace, existing);
    }
    return { changes: this.changes, notes: this.notes };
  }

  private get organizationPath(): string {
    return url`/organizations/${this.desired.organization}`;
  }

  private pathOf({ name }: DesiredWorkspace): string {
    return url`/workspaces/${this.idOf(name)}`;
  }

  private idOf(name: string): string {
    return this.ids.get(name)!;
  }

  private async requireOrganization(): Promise<void> {
    const { organization, host } = this.desired;
    if (!(await this.client.find(this.organizationPath))) {
      throw new HcpFailed(
        `there is no organization '${organization}' at ${host}, or the token of ${this.client.source} may not see it: check ` +
          'state.organization, and create the organization first',
      );
    }
  }

  private async findAgentPool(): Promise<void> {
    const { agentPool } = this.options;
    if (agentPool === undefined || !this.desired.workspaces.some(({ usesAgent }) => usesAgent)) {
      return;
    }
    const pools = await this.client.list(this.organizationPath + url`/agent-pools?q=${agentPool}`);
    const pool = pools.find(({ attributes }) => attributes.name === agentPool);
    if (!pool) {
      throw new HcpFailed(
        `there is no agent pool '${agentPool}' in organization '${this.desired.organization}': create it in the settings of ` +
          'the organization, and start an agent in it',
      );
    }
    this.agentPool = pool.id;
  }

  private async planProject(): Promise<void> {
    const { project } = this.desired;
    if (project === undefined) {
      return;
    }
    const path = `${this.organizationPath}/projects`;
    const found = await this.client.list(path + url`?filter[names]=${project}`);
    this.project = found.find(({ attributes }) => attributes.name === project)?.id;
    if (this.project === undefined) {
      this.change(`project '${project}': create`, async () => {
        const data = { type: 'projects', attributes: { name: project } };
        this.project = (await this.client.create(path, data)).id;
      });
    }
  }

  private planWorkspace(workspace: DesiredWorkspace, existing: ApiObject | undefined): void {
    const { name, settings, usesAgent } = workspace;
    const wanted: Record<string, unknown> = usesAgent
      ? { ...settings, 'agent-pool-id': this.agentPool }
      : settings;
    const belongs = () =>
      this.project === undefined
        ? {}
        : { relationships: { project: { data: { type: 'projects', id: this.project } } } };

    if (!existing) {
      this.change(`${name}: create, ${settings['execution-mode'] as string} execution`, async () => {
        const data = { type: 'workspaces', attributes: { name, ...wanted }, ...belongs() };
        this.ids.set(name, (await this.create(name, data)).id);
      });
      return;
    }

    const isAsked = (key: string): boolean => key !== 'execution-mode' || this.options.isExecutionGiven;
    const different = Object.entries(wanted)
      .filter(([key]) => isAsked(key))
      .filter(([key, value]) => !isSame(value, existing.attributes[key]));
    const isElsewhere =
      this.desired.project !== undefined && existing.relationships?.project?.data?.id !== this.project;
    const what = [
      ...different.map(([key, value]) => `${key}: ${shown(existing.attributes[key])} -> ${shown(value)}`),
      ...(isElsewhere ? [`project: -> '${this.desired.project}'`] : []),
    ];
    if (what.length > 0) {
      this.change(`${name}: ${what.join(', ')}`, () =>
        this.client.update(this.pathOf(workspace), {
          type: 'workspaces',
          attributes: Object.fromEntries(different),
          ...(isElsewhere && belongs()),
        }),
      );
    }
  }

  private planTags(workspace: DesiredWorkspace, existing: ApiObject | undefined): void {
    const present = (existing?.attributes['tag-names'] ?? []) as readonly string[];
    const missing = workspace.tags.filter((tag) => !present.includes(tag));
    if (missing.length > 0) {
      this.change(`${workspace.name}: add tags ${missing.join(', ')}`, () =>
        this.client.add(
          `${this.pathOf(workspace)}/relationships/tags`,
          missing.map((name) => ({ type: 'tags', attributes: { name } })),
        ),
      );
    }
  }

  private async planVariables(workspace: DesiredWorkspace, existing: ApiObject | undefined): Promise<void> {
    const present = existing ? await this.client.list(url`/workspaces/${existing.id}/vars`) : [];

    for (const [key, value] of Object.entries(workspace.variables)) {
      const attributes = { key, value, category: 'env', hcl: false, sensitive: false };
      const variable = present.find((one) => one.attributes.key === key && one.attributes.category === 'env');
      if (!variable) {
        this.change(`${workspace.name}: set variable ${key}=${value}`, async () => {
          await this.client.create(`${this.pathOf(workspace)}/vars`, { type: 'vars', attributes });
        });
      } else if (variable.attributes.sensitive === true) {
        this.notes.push(
          `${workspace.name}: variable ${key} is sensitive, so it was neither read nor changed`,
        );
      } else if (variable.attributes.value !== value) {
        this.change(
          `${workspace.name}: variable ${key}: ${shown(variable.attributes.value)} -> ${value}`,
          () =>
            this.client.update(this.pathOf(workspace) + url`/vars/${variable.id}`, {
              type: 'vars',
              id: variable.id,
              attributes,
            }),
        );
      }
    }
  }

  /** Who else reads a state is for its owner to decide, so nobody is removed. */
  private async planConsumers(workspace: DesiredWorkspace, existing: ApiObject | undefined): Promise<void> {
    const path = (id: string): string => url`/workspaces/${id}/relationships/remote-state-consumers`;
    const present = existing ? (await this.client.list(path(existing.id))).map(({ id }) => id) : [];
    const isPresent = (name: string): boolean => present.includes(this.ids.get(name) ?? '');
    const missing = workspace.consumers.filter((name) => !isPresent(name));

    if (missing.length > 0) {
      this.change(`${workspace.name}: share the state with ${missing.join(', ')}`, () =>
        this.client.add(
          path(this.idOf(workspace.name)),
          missing.map((name) => ({ type: 'workspaces', id: this.idOf(name) })),
        ),
      );
    }
    const others = present.length - workspace.consumers.filter(isPresent).length;
    if (others > 0) {
      this.notes.push(
        `${workspace.name}: the state is also shared with ${others} other workspaces, which stays so`,
      );
    }
  }

  private async planTriggers(workspace: DesiredWorkspace, existing: ApiObject | undefined): Promise<void> {
    const path = (id: string): string => url`/workspaces/${id}/run-triggers`;
    const present =
      existing && workspace.triggeredBy.length > 0
        ? await this.client.list(`${path(existing.id)}?filter[run-trigger][type]=inbound`)
        : [];
    const sources = present.map(({ relationships }) => relationships?.sourceable?.data?.id);

    for (const source of workspace.triggeredBy.filter((name) => !sources.includes(this.ids.get(name)))) {
      this.change(`${workspace.name}: run after ${source}`, async () => {
        const sourceable = { data: { type: 'workspaces', id: this.idOf(source) } };
        await this.client.create(path(this.idOf(workspace.name)), {
          type: 'run-triggers',
          relationships: { sourceable },
        });
      });
    }
  }

  private async create(name: string, data: object): Promise<ApiObject> {
    try {
      return await this.client.create(`${this.organizationPath}/workspaces`, data);
    } catch (error) {
      if (error instanceof ApiFailure && error.status === 404) {
        throw new HcpFailed(
          `the token of ${this.client.source} may not create workspaces in '${this.desired.organization}': use one of a team ` +
            'that may manage workspaces',
        );
      }
      if (error instanceof ApiFailure && /already been taken/.test(error.detail)) {
        throw new HcpFailed(
          `workspace '${name}' exists, but the token of ${this.client.source} may not see it: have it shared with you, or set ` +
            'another state.prefix',
        );
      }
      throw error;
    }
  }

  private change(text: string, make: () => Promise<void>): void {
    this.changes.push({ text, make });
  }
}

/** The service adds attributes of its own to what it was given. */
function isSame(wanted: unknown, present: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) {
    return JSON.stringify(wanted) === JSON.stringify(present);
  }
  const other = (present ?? {}) as Record<string, unknown>;

  return Object.entries(wanted).every(([key, value]) => isSame(value, other[key] ?? ''));
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value ?? null);
}
