import { ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheFolder } from '../../cli/cache-folder';

const SOURCE = join(__dirname, 'kube-apiserver');
const START_TIMEOUT_MS = 60_000;

/** Folder with the built programs: one for each state of their source. */
function programs(): string {
  const hash = createHash('sha256');
  ['main.go', 'go.mod', 'go.sum'].forEach((name) => hash.update(readFileSync(join(SOURCE, name))));

  return join(cacheFolder(), `kube-apiserver-${hash.digest('hex').slice(0, 16)}`);
}

/** Version of Kubernetes that is built, such as `v1.36.2`. */
export function apiServerVersion(): string {
  return /k8s\.io\/kubernetes (v[\d.]+)/.exec(readFileSync(join(SOURCE, 'go.mod'), 'utf8'))![1]!;
}

/** Why there is no API server to test with; undefined when it is built. */
export function missingApiServer(): string | undefined {
  return existsSync(join(programs(), 'kube-apiserver'))
    ? undefined
    : 'the API server is not built: npm run api-server:install, which needs Go and takes 3 to 6 minutes';
}

/** Builds the API server and kubectl from the modules of Kubernetes, unless that has been done. */
export function buildApiServer(): void {
  if (missingApiServer() === undefined) {
    return;
  }
  if (spawnSync('go', ['version']).status !== 0) {
    throw new Error('go is not on the PATH: install Go 1.26 to build the API server');
  }
  const folder = programs();
  const unfinished = `${folder}.${process.pid}`;
  const version = apiServerVersion();
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(version)!;
  const stamps = {
    gitVersion: version,
    gitMajor: major,
    gitMinor: minor,
    gitTreeState: 'clean',
    gitCommit: '0',
  };
  const flags = Object.entries(stamps).map(
    ([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`,
  );

  mkdirSync(unfinished, { recursive: true });
  console.log(`building the API server and kubectl ${version} from source, which takes some minutes`);
  // Go tells of each module that it downloads, which nobody needs to know unless it fails.
  const { status, stderr } = spawnSync(
    'go',
    ['build', '-ldflags', `-s -w ${flags.join(' ')}`, '-o', unfinished, '.', 'k8s.io/kubernetes/cmd/kubectl'],
    { cwd: SOURCE, env: { ...process.env, CGO_ENABLED: '0' }, encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  if (status !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new Error(`go build ended with ${status}:\n${stderr.replace(/^go: downloading .*\n/gm, '')}`);
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
}

/** An answer of the API server. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A real API server on loopback with RBAC and nothing in it, to which an administrator speaks. */
export class ApiServer {
  /** `auditLog` is a file that gets an event for each request, at the level Metadata. */
  static async start({ auditLog }: { readonly auditLog?: string } = {}): Promise<ApiServer> {
    const folder = mkdtempSync(join(tmpdir(), 'api-server-'));
    const [port, etcdPort] = await Promise.all([freePort(), freePort()]);
    const token = randomUUID();
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const key = join(folder, 'service-accounts.pem');
    writeFileSync(key, privateKey, { mode: 0o600 });
    const tokens = join(folder, 'tokens.csv');
    writeFileSync(tokens, `${token},admin,admin,"system:masters"\n`, { mode: 0o600 });

    const policy = join(folder, 'audit-policy.yaml');
    writeFileSync(policy, 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{ level: Metadata }]\n');
    const audit =
      auditLog === undefined ? [] : [`--audit-log-path=${auditLog}`, `--audit-policy-file=${policy}`];

    const child = spawn(
      join(programs(), 'kube-apiserver'),
      [
        ...[join(folder, 'etcd'), String(etcdPort)],
        ...['--authorization-mode=Node,RBAC', `--secure-port=${port}`, '--bind-address=127.0.0.1'],
        ...[`--cert-dir=${join(folder, 'certificates')}`, `--token-auth-file=${tokens}`],
        ...[
          '--service-account-issuer=https://kubernetes.default.svc',
          '--service-cluster-ip-range=10.0.0.0/24',
        ],
        ...[`--service-account-signing-key-file=${key}`, `--service-account-key-file=${key}`],
        ...['--disable-admission-plugins=ServiceAccount', '-v=0', ...audit],
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let log = '';
    child.stderr.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-4000)));

    const server = new ApiServer(child, folder, port, token);
    const end = Date.now() + START_TIMEOUT_MS;
    while (!(await server.isReady())) {
      if (child.exitCode !== null || Date.now() > end) {
        await server.stop();
        throw new Error(`the API server has not become ready:\n${log}`);
      }
      await sleep(100);
    }
    return server;
  }

  // Its certificate is made anew at each start, and the connection does not leave this machine.
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 16, rejectUnauthorized: false });

  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    private readonly port: number,
    private readonly token: string,
  ) {}

  /** Sends one request; the path begins with `/api`. */
  async ask(method: string, path: string, body?: object): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port: this.port,
          agent: this.agent,
          method,
          path,
          headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (text += chunk));
          response.on('end', () => {
            const parsed = text.startsWith('{') ? (JSON.parse(text) as Answer['body']) : { text };
            resolve({ status: response.statusCode ?? 0, body: parsed });
          });
        },
      );
      sent.on('error', reject);
      sent.end(body && JSON.stringify(body));
    });
  }

  /** Runs kubectl as the administrator; what it prints, or throws with what it says. */
  kubectl(args: readonly string[], input = ''): string {
    const connection = [`--server=https://127.0.0.1:${this.port}`, `--token=${this.token}`];
    const { status, stdout, stderr } = spawnSync(
      join(programs(), 'kubectl'),
      [...connection, '--insecure-skip-tls-verify', '--kubeconfig=/dev/null', ...args],
      { input, encoding: 'utf8', env: { ...process.env, HOME: this.folder } },
    );
    if (status !== 0) {
      throw new Error(`kubectl ${args.join(' ')} ended with ${status}:\n${stderr}${stdout}`);
    }
    return stdout;
  }

  /** How Terraform's provider speaks to it as the administrator. */
  connection(): { readonly host: string; readonly token: string; readonly insecure: true } {
    return { host: `https://127.0.0.1:${this.port}`, token: this.token, insecure: true };
  }

  /** Writes a kubeconfig of the administrator, or of whoever has a token. */
  kubeconfig(token = this.token): string {
    const file = join(this.folder, `kubeconfig-${randomUUID()}`);
    const content = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'test',
          cluster: { server: `https://127.0.0.1:${this.port}`, 'insecure-skip-tls-verify': true },
        },
      ],
      users: [{ name: 'somebody', user: { token } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'somebody' } }],
      'current-context': 'test',
    };
    writeFileSync(file, JSON.stringify(content), { mode: 0o600 });
    return file;
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    if (this.child.exitCode === null) {
      const ended = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill('SIGKILL');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async isReady(): Promise<boolean> {
    try {
      return (await this.ask('GET', '/readyz')).status === 200;
    } catch {
      return false;
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
