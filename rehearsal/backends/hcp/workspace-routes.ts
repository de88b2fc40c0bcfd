import { Handler, Permissions, Routes } from './call';
import { ApiError, dataOf, ok, page, RequestData } from './json-api';
import { newId, Principal } from './names';
import { HcpWorkspace, RunTrigger, Variable } from './workspace';

/** What the API has below a workspace, but for its state. */
export function workspaceRoutes(permissions: Permissions): Routes {
  const lockAction =
    (act: (workspace: HcpWorkspace, principal: Principal) => void): Handler =>
    (call) => {
      const workspace = permissions.writable(call);
      act(workspace, call.principal);
      return ok(workspace.json(call.principal));
    };
  const addConsumers: Handler = (call) => {
    const ids = dataOf<RequestData[]>(call.request).map(({ id }) => permissions.byId(id).id);
    const { consumers } = permissions.managed(call);
    ids.forEach((id) => consumers.add(id));
    return { status: 204 };
  };

  return {
    'GET /workspaces/*': (call) => ok(permissions.readable(call).json(call.principal)),
    'PATCH /workspaces/*': (call) => {
      const workspace = permissions.managed(call);
      workspace.update(dataOf(call.request));
      return ok(workspace.json(call.principal));
    },
    'POST /workspaces/*/relationships/tags': (call) => {
      const tags = dataOf<RequestData[]>(call.request).map(({ attributes }) => String(attributes?.name));
      const workspace = permissions.managed(call);
      workspace.tags = [...new Set([...workspace.tags, ...tags])];
      return { status: 204 };
    },

    'POST /workspaces/*/actions/lock': lockAction((one, principal) => one.lock(principal)),
    'POST /workspaces/*/actions/unlock': lockAction((one, principal) =>
      one.unlock(principal, { force: false }),
    ),
    'POST /workspaces/*/actions/force-unlock': lockAction((one, principal) =>
      one.unlock(principal, { force: true }),
    ),

    'GET /workspaces/*/relationships/remote-state-consumers': (call) => {
      const consumers = [...permissions.managed(call).consumers];
      return page(
        consumers.map((id) => ({ id, type: 'workspaces', attributes: {} })),
        call.request,
      );
    },
    'POST /workspaces/*/relationships/remote-state-consumers': addConsumers,

    'GET /workspaces/*/vars': (call) => ok(permissions.managed(call).variables.map(variableJson)),
    'POST /workspaces/*/vars': (call) => {
      const { variables } = permissions.managed(call);
      const { attributes = {} } = dataOf(call.request);
      requireVariable(attributes);
      if (variables.some((one) => isSameVariable(one.attributes, attributes))) {
        throw ApiError.invalid('Key has already been taken');
      }
      const variable = { id: newId('var'), attributes: { ...attributes } };
      variables.push(variable);
      return ok(variableJson(variable), 201);
    },
    'PATCH /workspaces/*/vars/*': (call) => {
      const variable = permissions.managed(call).variables.find(({ id }) => id === call.parts[1]);
      if (!variable) {
        throw ApiError.notFound();
      }
      const changed = { ...variable.attributes, ...dataOf(call.request).attributes };
      requireVariable(changed);
      Object.assign(variable.attributes, changed);
      return ok(variableJson(variable));
    },

    'GET /workspaces/*/run-triggers': (call) => {
      if (call.request.query.get('filter[run-trigger][type]') !== 'inbound') {
        throw new ApiError(400, 'bad request', 'filter[run-trigger][type] is required');
      }
      return page(permissions.managed(call).triggers.map(triggerJson), call.request);
    },
    'POST /workspaces/*/run-triggers': (call) => {
      const workspace = permissions.managed(call);
      const source = permissions.byId(dataOf(call.request).relationships?.sourceable?.data?.id);
      if (source === workspace || workspace.triggers.some((one) => one.source === source)) {
        throw ApiError.invalid('Sourceable has already been taken, or is the workspace itself');
      }
      const trigger = { id: newId('rt'), source };
      workspace.triggers.push(trigger);
      return ok(triggerJson(trigger), 201);
    },
  };
}

/** A sensitive value goes in and never comes out. */
function variableJson({ id, attributes }: Variable): object {
  const shown = attributes.sensitive === true ? { ...attributes, value: null } : attributes;

  return { id, type: 'vars', attributes: shown };
}

function triggerJson({ id, source }: RunTrigger): object {
  return {
    id,
    type: 'run-triggers',
    attributes: { 'sourceable-name': source.name },
    relationships: { sourceable: { data: { id: source.id, type: 'workspaces' } } },
  };
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
