import { Agent, request, RequestOptions } from 'node:https';
import { CommandFailed } from '../../../access/command-failed';
import { LIVE_KINDS, LiveKind } from '../../../access/live/cluster-objects';
import { systemWords } from '../../../app/system-error';

/** Where the API server lists each kind. */
const PATHS: Readonly<Record<LiveKind, string>> = {
  Namespace: '/api/v1/namespaces',
  ServiceAccount: '/api/v1/serviceaccounts',
  ClusterRole: '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  Role: '/apis/rbac.authorization.k8s.io/v1/roles',
  ClusterRoleBinding: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
  RoleBinding: '/apis/rbac.authorization.k8s.io/v1/rolebindings',
};

/** Objects of one answer; a longer list comes in several. */
const PAGE = 500;

/** Milliseconds after which a server counts as silent. */
const PATIENCE = 30_000;

/** What was read of a cluster. */
export interface FetchedObjects {
  /** One list of the API each. */
  readonly lists: readonly string[];

  /** Kinds that the account may not list, and why. */
  readonly refused: readonly string[];

  /** Name of the context. */
  readonly context: string;
}

interface Connection {
  readonly server: string;
  readonly options: RequestOptions;
}

/** Lists what grants access, and nothing else, through a context of the kubeconfig: `get` requests only. */
export async function fetchObjects(given: {
  readonly kubeconfig?: string;
  readonly context?: string;
}): Promise<FetchedObjects> {
  const { context, ...connection } = await connect(given);
  const lists: string[] = [];
  const refused: string[] = [];

  const answers = await Promise.all(LIVE_KINDS.map((kind) => allPages(PATHS[kind], connection)));
  answers.forEach(({ pages, refusal }, i) => {
    lists.push(...pages.map((page) => withKind(page, LIVE_KINDS[i]!)));
    if (refusal !== undefined) {
      refused.push(`${LIVE_KINDS[i]}: ${refusal}`);
    }
  });
  return { lists, refused, context };
}

async function connect(given: {
  readonly kubeconfig?: string;
  readonly context?: string;
}): Promise<Connection & { readonly context: string }> {
  // One and a half seconds to load, and only needed here.
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    if (given.kubeconfig === undefined) {
      config.loadFromDefault();
    } else {
      config.loadFromFile(given.kubeconfig);
    }
  } catch (error) {
    // Behind the first line, the parser quotes the file, which holds tokens and keys.
    const [reason] = systemWords(error).split('\n');
    const file = given.kubeconfig === undefined ? '' : ` ${given.kubeconfig}`;
    throw new CommandFailed(`the kubeconfig${file} cannot be read: ${reason}`);
  }
  const contexts = config.getContexts().map(({ name }) => name);
  if (given.context !== undefined) {
    if (!contexts.includes(given.context)) {
      throw new CommandFailed(
        `--context '${given.context}' is not in the kubeconfig, which has ${contexts.join(', ') || 'none'}`,
      );
    }
    config.setCurrentContext(given.context);
  }
  const server = config.getCurrentCluster()?.server;
  if (server === undefined || !/^https:/.test(server)) {
    throw new CommandFailed(
      'no cluster to ask: get a kubeconfig with az aks get-credentials, name it with --kubeconfig, or pipe in what kubectl prints',
    );
  }

  const options: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(options as Parameters<typeof config.applyToHTTPSOptions>[0]);
  } catch (error) {
    throw new CommandFailed(`the kubeconfig gives no credentials: ${(error as Error).message}`);
  }
  options.agent ??= new Agent({ ...options, keepAlive: true } as ConstructorParameters<typeof Agent>[0]);
  return { server, options, context: config.getCurrentContext() };
}

async function allPages(
  path: string,
  connection: Connection,
): Promise<{ pages: string[]; refusal?: string }> {
  const pages: string[] = [];
  let next: string | undefined = '';
  while (next !== undefined) {
    const query = `?limit=${PAGE}${next && `&continue=${encodeURIComponent(next)}`}`;
    const { status, text } = await get(`${path}${query}`, connection);
    if (status === 403 || status === 404) {
      return {
        pages,
        refusal: status === 403 ? 'the account may not list them (403)' : 'the server has none (404)',
      };
    }
    if (status !== 200) {
      throw new CommandFailed(
        status === 401
          ? 'the API server does not accept the credentials of the kubeconfig (401): sign in again'
          : `the API server answers ${path} with status ${status}`,
      );
    }
    next = (JSON.parse(text) as { metadata?: { continue?: string } }).metadata?.continue || undefined;
    pages.push(text);
  }
  return { pages };
}

/** A page alone is whole for whoever gets all of them. */
function withKind(text: string, kind: LiveKind): string {
  const { items } = JSON.parse(text) as { items?: unknown };
  return JSON.stringify({ kind: `${kind}List`, items: items ?? [] });
}

function get(path: string, { server, options }: Connection): Promise<{ status: number; text: string }> {
  const url = new URL(server.replace(/\/+$/, '') + path);
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        ...options,
        method: 'GET',
        headers: { ...options.headers, accept: 'application/json' },
        timeout: PATIENCE,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
        );
        response.on('error', reject);
      },
    );
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${PATIENCE / 1000} s`)));
    sent.on('error', (error: NodeJS.ErrnoException) =>
      reject(new CommandFailed(`${url.host} cannot be asked: ${error.code ?? error.message}`)),
    );
    sent.end();
  });
}
