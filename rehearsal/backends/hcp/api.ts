import { Request, Response } from '../tls-server';
import { Handler, Permissions } from './call';
import { ApiError, failure } from './json-api';
import { Organization } from './organization';
import { organizationRoutes } from './organization-routes';
import { stateRoutes } from './state-routes';
import { UPLOAD_PATH } from './state-versions';
import { workspaceRoutes } from './workspace-routes';

const BASE = '/api/v2';

const DISCOVERY = {
  'tfe.v2': `${BASE}/`,
  'tfe.v2.1': `${BASE}/`,
  'tfe.v2.2': `${BASE}/`,
  'state.v2': `${BASE}/`,
};

/** The part of the API of HCP Terraform that Terraform itself and `npm run workspaces` use. */
export class HcpApi {
  /** Whether new states are refused. */
  isReadOnly = false;

  private readonly routes: readonly { method: string; path: RegExp; handler: Handler }[];

  constructor(
    private readonly organization: Organization,
    private readonly origin: () => string,
  ) {
    const permissions = new Permissions(organization);
    const all = {
      ...organizationRoutes(organization, permissions),
      ...workspaceRoutes(permissions),
      ...stateRoutes(organization, permissions, () => ({
        origin: `${this.origin()}${BASE}`,
        isReadOnly: this.isReadOnly,
      })),
    };

    this.routes = Object.entries(all).map(([route, handler]) => {
      const [method, path] = route.split(' ');
      return { method: method!, path: new RegExp(`^${BASE}${path!.replaceAll('*', '([^/]+)')}$`), handler };
    });
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
    if (path === `${BASE}/ping`) {
      return { status: 204, headers: { 'TFP-API-Version': '2.6', 'TFP-AppName': 'HCP Terraform' } };
    }
    if (method === 'PUT' && path.startsWith(`${BASE}${UPLOAD_PATH}`)) {
      return this.upload(path.slice(`${BASE}${UPLOAD_PATH}`.length), request.body);
    }

    const principal = this.organization.tokens.get(headers.authorization?.replace('Bearer ', '') ?? '');
    if (!principal) {
      throw new ApiError(401, 'unauthorized');
    }
    for (const route of this.routes) {
      const match = route.method === method ? route.path.exec(path) : null;
      if (match) {
        return route.handler({ request, principal, parts: match.slice(1) });
      }
    }
    throw ApiError.notFound();
  }

  /** The address is the permission: it holds the ID, and is given to who may write. */
  private upload(place: string, content: Buffer): Response {
    const [kind, id] = place.split('/');
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
}
