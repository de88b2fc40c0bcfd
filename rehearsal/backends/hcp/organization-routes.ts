import { Call, Handler, Permissions, requireUser, Routes } from './call';
import { ApiError, dataOf, ok, page } from './json-api';
import { Named } from './names';
import { Organization } from './organization';
import { HcpWorkspace } from './workspace';

const ENTITLEMENTS = { operations: true, 'state-storage': true, agents: true, 'vcs-integrations': true };

/** What the API has below an organization. */
export function organizationRoutes(organization: Organization, permissions: Permissions): Routes {
  const { name, projects, agentPools, workspaces } = organization;

  const routes: Routes = {
    'GET /organizations/*': () => ok({ id: name, type: 'organizations', attributes: { name } }),
    'GET /organizations/*/entitlement-set': () =>
      ok({ id: name, type: 'entitlement-sets', attributes: ENTITLEMENTS }),

    'GET /organizations/*/projects': ({ request }) => {
      const names = request.query.get('filter[names]')?.split(',');
      const found = projects.filter((project) => !names || names.includes(project.name));
      return page(found.map(projectJson), request);
    },
    'POST /organizations/*/projects': (call) => {
      requireUser(call);
      return ok(projectJson(organization.addProject(dataOf(call.request).attributes?.name)), 201);
    },

    'GET /organizations/*/agent-pools': ({ request }) => {
      const found = agentPools.filter((pool) => pool.name.includes(request.query.get('q') ?? ''));
      return page(
        found.map((pool) => ({ id: pool.id, type: 'agent-pools', attributes: { name: pool.name } })),
        request,
      );
    },

    'GET /organizations/*/workspaces': ({ request, principal }) => {
      const tags = request.query.get('search[tags]')?.split(',') ?? [];
      const found = workspaces
        .filter((workspace) => organization.mayReadState(principal, workspace))
        .filter((workspace) => tags.every((tag) => workspace.tags.includes(tag)));
      return page(
        found.map((workspace) => workspace.json(principal)),
        request,
      );
    },
    'POST /organizations/*/workspaces': (call) => {
      requireUser(call);
      const workspace = new HcpWorkspace(organization, dataOf(call.request));
      workspaces.push(workspace);
      return ok(workspace.json(call.principal), 201);
    },
    'GET /organizations/*/workspaces/*': ({ parts, principal }) => {
      const workspace = organization.workspaceNamed(parts[1]!);
      return ok(permissions.visible(workspace, principal).json(principal));
    },
  };

  const ofThis =
    (handler: Handler): Handler =>
    (call: Call) => {
      if (call.parts[0] !== name) {
        throw ApiError.notFound();
      }
      return handler(call);
    };
  return Object.fromEntries(Object.entries(routes).map(([route, handler]) => [route, ofThis(handler)]));
}

function projectJson({ id, name }: Named): object {
  return { id, type: 'projects', attributes: { name } };
}
