import { Request, Response } from '../tls-server';
import { ApiError, dataOf, failure, ok, page, RequestData } from './json-api';
import { newId, Organization, Principal } from './organization';
import { outputsJson, versionJson } from './state-versions';
import { HcpWorkspace } from './workspace';

/** One call, with what its path and its token stand for. */
interface Call {
  readonly request: Request;
  readonly principal: Principal;

  /** The parts of the path that are not fixed. */
  readonly parts: readonly string[];
}

type Handler = (call: Call) => Response;

const DISCOVERY = {
  'tfe.v2': '/api/v2/',
  'tfe.v2.1': '/api/v2/',
  'tfe.v2.2': '/api/v2/',
  'state.v2': '/api/v2/',
};

/** The part of the API of HCP Terraform that Terraform itself and `npm run workspaces` use. */
export class HcpApi {
  /** Whether new states are refused. */
  isReadOnly = false;

  private readonly routes: readonly [method: string, path: RegExp, handler: Handler][];

  constructor(
    private readonly organization: Organization,
    private readonly origin: () => string,
  ) {
    this.routes = [
      ...this.organizationRoutes(),
      ...this.workspaceRoutes(),
      ...this.settingRoutes(),
      ...this.stateRoutes(),
    ];
  }

  answer(request: Request): Response {
    try {
      return this.handle(request);
    } catch (error) {
      if (error instanceof ApiError) {
        return failure(error);
      }
      throw error;
    }
  }

  private handle(request: Request): Response {
    const { method, path, headers } = request;
    if (path === '/.well-known/terraform.json') {
      return { status: 200, body: DISCOVERY };
    }
    if (path.startsWith('/archive/') && method === 'PUT') {
      return this.upload(path, request.body);
    }

    const principal = this.organization.tokens.get(headers.authorization?.replace('Bearer ', '') ?? '');
    if (path === '/api/v2/ping') {
      return { status: 204, headers: { 'TFP-API-Version': '2.6', 'TFP-AppName': 'HCP Terraform' } };
    }
    if (!principal) {
      throw new ApiError(401, 'unauthorized');
    }

    for (const [verb, pattern, handler] of this.routes) {
      const match = verb === method ? pattern.exec(path) : null;
      if (match) {
        return handler({ request, principal, parts: match.slice(1) });
      }
    }
    throw ApiError.notFound();
  }

  private organizationRoutes(): typeof this.routes {
    const { organization } = this;
    const base = '^/api/v2/organizations/([^/]+)';
    const own =
      (handler: Handler): Handler =>
      (call) => {
        if (call.parts[0] !== organization.name) {
          throw ApiError.notFound();
        }
        return handler(call);
      };
    const project = ({ id, name }: { id: string; name: string }) => ({
      id,
      type: 'projects',
      attributes: { name },
    });

    return [
      [
        'GET',
        new RegExp(`${base}/entitlement-set$`),
        own(() =>
          ok({
            id: organization.name,
            type: 'entitlement-sets',
            attributes: { operations: true, 'state-storage': true, agents: true, 'vcs-integrations': true },
          }),
        ),
      ],
      [
        'GET',
        new RegExp(`${base}$`),
        own(() =>
          ok({ id: organization.name, type: 'organizations', attributes: { name: organization.name } }),
        ),
      ],
      [
        'GET',
        new RegExp(`${base}/projects$`),
        own(({ request }) => {
          const names = request.query.get('filter[names]')?.split(',');
          const found = organization.projects.filter(({ name }) => !names || names.includes(name));
          return page(found.map(project), request);
        }),
      ],
      [
        'POST',
        new RegExp(`${base}/projects$`),
        own((call) => {
          requireUser(call);
          return ok(project(organization.addProject(dataOf(call.request).attributes?.name)), 201);
        }),
      ],
      [
        'GET',
        new RegExp(`${base}/agent-pools$`),
        own(({ request }) => {
          const query = request.query.get('q') ?? '';
          const found = organization.agentPools.filter(({ name }) => name.includes(query));
          return page(
            found.map(({ id, name }) => ({ id, type: 'agent-pools', attributes: { name } })),
            request,
          );
        }),
      ],
      [
        'POST',
        new RegExp(`${base}/workspaces$`),
        own((call) => {
          requireUser(call);
          const workspace = new HcpWorkspace(organization, dataOf(call.request));
          organization.workspaces.push(workspace);
          return ok(workspace.json(call.principal), 201);
        }),
      ],
      [
        'GET',
        new RegExp(`${base}/workspaces/([^/]+)$`),
        own(({ parts, principal }) => {
          const workspace = organization.workspaceNamed(parts[1]!);
          return ok(this.visible(workspace, principal).json(principal));
        }),
      ],
    ];
  }

  private workspaceRoutes(): typeof this.routes {
    const base = '^/api/v2/workspaces/([^/]+)';
    const lockAction =
      (act: (workspace: HcpWorkspace, principal: Principal) => void): Handler =>
      (call) => {
        const workspace = this.writable(call);
        act(workspace, call.principal);
        return ok(workspace.json(call.principal));
      };

    return [
      ['GET', new RegExp(`${base}$`), (call) => ok(this.readable(call).json(call.principal))],
      [
        'PATCH',
        new RegExp(`${base}$`),
        (call) => {
          const workspace = this.managed(call);
          workspace.update(dataOf(call.request));
          return ok(workspace.json(call.principal));
        },
      ],
      [
        'POST',
        new RegExp(`${base}/relationships/tags$`),
        (call) => {
          const tags = dataOf<RequestData[]>(call.request).map(({ attributes }) => String(attributes?.name));
          const workspace = this.managed(call);
          workspace.tags = [...new Set([...workspace.tags, ...tags])];
          return { status: 204 };
        },
      ],
      ['POST', new RegExp(`${base}/actions/lock$`), lockAction((one, principal) => one.lock(principal))],
      [
        'POST',
        new RegExp(`${base}/actions/unlock$`),
        lockAction((one, principal) => one.unlock(principal, { force: false })),
      ],
      [
        'POST',
        new RegExp(`${base}/actions/force-unlock$`),
        lockAction((one, principal) => one.unlock(principal, { force: true })),
      ],
    ];
  }

  private settingRoutes(): typeof this.routes {
    const base = '^/api/v2/workspaces/([^/]+)';
    const trigger = (id: string, source: HcpWorkspace) => ({
      id,
      type: 'run-triggers',
      attributes: { 'sourceable-name': source.name },
      relationships: { sourceable: { data: { id: source.id, type: 'workspaces' } } },
    });

    return [
      [
        'GET',
        new RegExp(`${base}/relationships/remote-state-consumers$`),
        (call) =>
          page(
            [...this.managed(call).consumers].map((id) => ({ id, type: 'workspaces' })),
            call.request,
          ),
      ],
      [
        'PATCH',
        new RegExp(`${base}/relationships/remote-state-consumers$`),
        (call) => {
          const { consumers } = this.managed(call);
          const ids = dataOf<RequestData[]>(call.request).map(({ id }) => this.byId(id).id);
          consumers.clear();
          ids.forEach((id) => consumers.add(id));
          return { status: 204 };
        },
      ],
      [
        'GET',
        new RegExp(`${base}/vars$`),
        (call) => ok(this.managed(call).variables.map((variable) => ({ ...variable, type: 'vars' }))),
      ],
      [
        'POST',
        new RegExp(`${base}/vars$`),
        (call) => {
          const { variables } = this.managed(call);
          const { attributes = {} } = dataOf(call.request);
          requireVariable(attributes);
          if (variables.some((one) => isSameVariable(one.attributes, attributes))) {
            throw ApiError.invalid('Key has already been taken');
          }
          const variable = { id: newId('var'), attributes: { ...attributes } };
          variables.push(variable);
          return ok({ ...variable, type: 'vars' }, 201);
        },
      ],
      [
        'PATCH',
        new RegExp(`${base}/vars/([^/]+)$`),
        (call) => {
          const variable = this.managed(call).variables.find(({ id }) => id === call.parts[1]);
          if (!variable) {
            throw ApiError.notFound();
          }
          const changed = { ...variable.attributes, ...dataOf(call.request).attributes };
          requireVariable(changed);
          Object.assign(variable.attributes, changed);
          return ok({ ...variable, type: 'vars' });
        },
      ],
      [
        'GET',
        new RegExp(`${base}/run-triggers$`),
        (call) => {
          if (call.request.query.get('filter[run-trigger][type]') !== 'inbound') {
            throw new ApiError(400, 'bad request', 'filter[run-trigger][type] is required');
          }
          return page(
            this.managed(call).triggers.map(({ id, source }) => trigger(id, source)),
            call.request,
          );
        },
      ],
      [
        'POST',
        new RegExp(`${base}/run-triggers$`),
        (call) => {
          const workspace = this.managed(call);
          const source = this.byId(dataOf(call.request).relationships?.sourceable?.data?.id);
          if (source === workspace || workspace.triggers.some((one) => one.source === source)) {
            throw ApiError.invalid('Sourceable has already been taken, or is the workspace itself');
          }
          const id = newId('rt');
          workspace.triggers.push({ id, source });
          return ok(trigger(id, source), 201);
        },
      ],
    ];
  }

  private stateRoutes(): typeof this.routes {
    const base = '^/api/v2/workspaces/([^/]+)';

    return [
      [
        'GET',
        new RegExp(`${base}/current-state-version$`),
        (call) => ok(versionJson(this.currentState(call), this.origin())),
      ],
      [
        'GET',
        new RegExp(`${base}/current-state-version-outputs$`),
        (call) => ok(outputsJson(this.currentState(call), { reveal: false })),
      ],
      [
        'GET',
        /^\/api\/v2\/state-version-outputs\/wsout-(sv-[^-]+)-.+$/,
        (call) => {
          const outputs = outputsJson(this.stateVersion(call), { reveal: true });
          return ok(outputs.find(({ id }) => call.request.path.endsWith(`/${id}`)));
        },
      ],
      [
        'POST',
        new RegExp(`${base}/state-versions$`),
        (call) => {
          const workspace = this.writable(call);
          workspace.requireLock(call.principal);
          if (this.isReadOnly) {
            throw new ApiError(422, 'unprocessable', 'State versions are not taken at the moment');
          }
          const version = workspace.states.add(dataOf(call.request).attributes ?? {});
          return ok(versionJson(version, this.origin()), 201);
        },
      ],
      [
        'GET',
        /^\/api\/v2\/state-versions\/([^/]+)$/,
        (call) => ok(versionJson(this.stateVersion(call), this.origin())),
      ],
      [
        'GET',
        /^\/archive\/state\/([^/]+)$/,
        (call) => ({ status: 200, body: this.stateVersion(call).content }),
      ],
    ];
  }

  /** The address is the permission: it holds the ID, and is given to who may write. */
  private upload(path: string, content: Buffer): Response {
    const [, , kind, id] = path.split('/');
    const states = this.organization.workspaces.map((workspace) => workspace.states);
    const owner = states.find((one) => one.find(id!) !== undefined);
    if (!owner) {
      throw ApiError.notFound();
    }
    if (kind === 'state') {
      owner.upload(id!, content);
    }
    return { status: 200 };
  }

  private currentState(call: Call) {
    const { current } = this.readable(call).states;
    if (!current) {
      throw ApiError.notFound();
    }
    return current;
  }

  private stateVersion({ parts, principal }: Call) {
    const owner = this.organization.workspaces.find(({ states }) => states.find(parts[0]!) !== undefined);
    const version = this.visible(owner, principal).states.find(parts[0]!);
    if (!version) {
      throw ApiError.notFound();
    }
    return version;
  }

  private byId(id: string | undefined): HcpWorkspace {
    const workspace = this.organization.workspaces.find((one) => one.id === id);
    if (!workspace) {
      throw ApiError.notFound();
    }
    return workspace;
  }

  /** A workspace that the principal may not read is not there. */
  private visible(workspace: HcpWorkspace | undefined, principal: Principal): HcpWorkspace {
    if (!workspace || !this.organization.mayReadState(principal, workspace)) {
      throw ApiError.notFound();
    }
    return workspace;
  }

  private readable({ parts, principal }: Call): HcpWorkspace {
    return this.visible(this.byId(parts[0]), principal);
  }

  private writable(call: Call): HcpWorkspace {
    const workspace = this.byId(call.parts[0]);
    if (call.principal.kind === 'run' && call.principal.workspace !== workspace.id) {
      throw ApiError.notFound();
    }
    return workspace;
  }

  private managed(call: Call): HcpWorkspace {
    requireUser(call);
    return this.byId(call.parts[0]);
  }
}

/** The token of a run changes no settings. */
function requireUser({ principal }: Call): void {
  if (principal.kind !== 'user') {
    throw ApiError.notFound();
  }
}

function requireVariable({ key, category, hcl }: Readonly<Record<string, unknown>>): void {
  if (typeof key !== 'string' || !/^\w[\w-]*$/.test(key)) {
    throw ApiError.invalid('Key is invalid');
  }
  if (category !== 'env' && category !== 'terraform') {
    throw ApiError.invalid('Category is not included in the list');
  }
  if (category === 'env' && hcl === true) {
    throw ApiError.invalid('HCL cannot be set for environment variables');
  }
}

function isSameVariable(
  one: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
): boolean {
  return one.key === other.key && one.category === other.category;
}
