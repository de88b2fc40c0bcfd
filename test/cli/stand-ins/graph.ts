import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';

export interface StoodUser {
  id: string;
  userPrincipalName: string;
  displayName: string;
  userType: 'Member' | 'Guest';
  mail?: string;
  accountEnabled: boolean;
}

export interface StoodGroup {
  id: string;
  displayName: string;
  members: string[];
  owners: string[];
  securityEnabled?: boolean;
}

export interface StoodPrincipal {
  id: string;
  appId: string;
  displayName: string;
  accountEnabled?: boolean;
  appRoles?: readonly object[];
}

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const TYPES = { users: 'user', groups: 'group', servicePrincipals: 'servicePrincipal' } as const;

type Collection = keyof typeof TYPES;

/**
 * Microsoft Graph and the Azure Resource Manager in one, on loopback, over a directory that tests change. It takes batches of up
 * to twenty questions, gives lists in pages, and service principals in groups in the beta version only, as the real one does.
 */
export class GraphStandIn {
  readonly users: StoodUser[] = [];
  readonly groups: StoodGroup[] = [];
  readonly servicePrincipals: StoodPrincipal[] = [];
  readonly resources: string[] = [];

  /** Requests, each batch being one. */
  requests = 0;

  /** What was asked, in and out of batches. */
  readonly asked: string[] = [];
  pageSize = 999;

  /** Paths that the account may not read. */
  forbidden: RegExp | undefined;

  /** How many questions are too many from now on, and how long they are to wait. */
  throttled = { questions: 0, retryAfter: '1' };

  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Variables by which commands ask here, as an account of the directory. */
  environmentOf(objectId: string, tenantId: string): NodeJS.ProcessEnv {
    const claims = Buffer.from(JSON.stringify({ oid: objectId, tid: tenantId })).toString('base64url');
    return {
      AKS_DOCTOR_GRAPH_ENDPOINT: this.endpoint,
      AKS_DOCTOR_GRAPH_TOKEN: `header.${claims}.very-secret`,
      AKS_DOCTOR_ARM_ENDPOINT: this.endpoint,
      AKS_DOCTOR_ARM_TOKEN: 'very-secret',
    };
  }

  /** The answer to one question, as `az rest` prints it. */
  answer(path: string): Reply {
    this.asked.push(decodeURIComponent(path));
    if (this.throttled.questions > 0) {
      this.throttled.questions -= 1;
      return { status: 429, headers: { 'Retry-After': this.throttled.retryAfter } };
    }
    if (this.forbidden?.test(decodeURIComponent(path))) {
      return { status: 403, body: { error: { message: 'very-secret' } } };
    }
    const { pathname, searchParams } = new URL(path, 'http://localhost');
    const [, version, collection, id, part] = decodeURIComponent(pathname).split('/');
    if (pathname.startsWith('/subscriptions/')) {
      return this.resource(decodeURIComponent(pathname), searchParams);
    }
    if (collection === 'organization') {
      const verifiedDomains = [
        { name: 'contoso.onmicrosoft.com', isDefault: false },
        { name: 'contoso.com', isDefault: true },
      ];
      return page([{ id: TENANT, verifiedDomains }]);
    }
    if (part === 'members' || part === 'owners') {
      return this.list(this.membership(version!, id!, part), path);
    }
    const objects: readonly { id: string }[] = this[collection as Collection] ?? [];
    if (id !== undefined) {
      const object = objects.find((one) => one.id === id);
      return object ? { status: 200, body: object } : { status: 404 };
    }
    return this.list(filtered(objects, searchParams.get('$filter') ?? ''), path);
  }

  private membership(version: string, groupId: string, part: 'members' | 'owners'): object[] {
    const ids = this.groups.find(({ id }) => id === groupId)?.[part] ?? [];
    const types: Collection[] =
      version === 'beta' ? ['users', 'groups', 'servicePrincipals'] : ['users', 'groups'];
    return ids.flatMap((id) =>
      types.flatMap((type) =>
        (this[type] as { id: string }[])
          .filter((object) => object.id === id)
          .map((object) => ({ '@odata.type': `#microsoft.graph.${TYPES[type]}`, ...object })),
      ),
    );
  }

  /** One page, and where the next one is. */
  private list(objects: readonly object[], path: string): Reply {
    const address = new URL(path, this.endpoint);
    const start = Number(address.searchParams.get('$skiptoken') ?? 0);
    address.searchParams.set('$skiptoken', String(start + this.pageSize));
    const hasMore = objects.length > start + this.pageSize;
    return page(objects.slice(start, start + this.pageSize), hasMore ? address.href : undefined);
  }

  private resource(path: string, query: URLSearchParams): Reply {
    if (/\/providers\/[^/]+$/.test(path)) {
      const apiVersions = ['2026-01-01-preview', '2025-05-01'];
      return { status: 200, body: { resourceTypes: [{ resourceType: 'virtualNetworks', apiVersions }] } };
    }
    const isKnown = this.resources.includes(path) && query.get('api-version') !== '2026-01-01-preview';
    return isKnown ? { status: 200, body: { id: path } } : { status: 404 };
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const path = request.url!;
    const { status, headers, body } = path.endsWith('/$batch')
      ? this.batch(path.replace('/$batch', ''), Buffer.concat(chunks).toString())
      : this.answer(path);
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(JSON.stringify(body ?? {}));
  }

  private batch(version: string, text: string): Reply {
    const { requests } = JSON.parse(text) as { requests: { id: string; url: string }[] };
    if (requests.length > 20) {
      return { status: 400 };
    }
    const responses = requests.map(({ id, url }) => ({ id, ...this.answer(version + url) }));
    // In no particular order, as it may be.
    return { status: 200, body: { responses: responses.reverse() } };
  }
}

export const TENANT = '72f988bf-0000-4000-8000-2d7cd011db47';

function page(value: readonly object[], nextLink?: string): Reply {
  return { status: 200, body: { value, ...(nextLink !== undefined && { '@odata.nextLink': nextLink }) } };
}

/** `property in ('one','other')`, which compares without regard to case. */
function filtered<T extends object>(objects: readonly T[], filter: string): T[] {
  const [, property, list] = /^(\w+) in \((.*)\)$/.exec(filter) ?? [];
  if (property === undefined) {
    throw new Error(`no filter of ours: ${filter}`);
  }
  const values = [...list!.matchAll(/'((?:[^']|'')*)'/g)].map(([, text]) =>
    text!.replaceAll("''", "'").toLowerCase(),
  );
  if (values.length > 15) {
    throw new Error('more than fifteen values');
  }
  return objects.filter((object) =>
    values.includes(String((object as Record<string, unknown>)[property]).toLowerCase()),
  );
}
