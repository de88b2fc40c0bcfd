import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { runCommand } from '../command';
import { LeashedProcess } from './leash';
import { BackendMissing, StateBackend } from './state-backend';

/** Where Debian and Ubuntu keep the programs of each version. */
// oxlint-disable-next-line syntax/only-unix -- looked for, and not there elsewhere
const DEBIAN_FOLDER = '/usr/lib/postgresql';

/** Accounts that a server may run under when this process is root, which PostgreSQL refuses. */
const ACCOUNTS = ['postgres', 'nobody'];

const ROLE = 'terraform';
const DATABASE = 'terraform_state';

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** A PostgreSQL of its own for Terraform's `pg` backend: a cluster in a temporary folder, on loopback. */
export class Postgres implements StateBackend {
  readonly name = 'pg';
  readonly environment: Readonly<Record<string, string>>;

  private constructor(
    private readonly server: LeashedProcess,
    private readonly programs: string,
    private readonly folder: string,
    private readonly port: number,
    password: string,
  ) {
    this.environment = { PGUSER: ROLE, PGPASSWORD: password, PG_CONN_STR: this.connection };
  }

  static async start(): Promise<Postgres> {
    const programs = findPrograms();
    const account = process.getuid?.() === 0 ? findAccount() : undefined;
    const folder = mkdtempSync(join(tmpdir(), 'pg-'));
    if (account) {
      chownSync(folder, account.uid, account.gid);
    }

    try {
      await initialize(programs, folder, account);
      const port = await freePort();
      const server = await serve(programs, folder, port, account);
      const password = randomBytes(12).toString('hex');
      const postgres = new Postgres(server, programs, folder, port, password);
      await postgres.createDatabase(password);
      return postgres;
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  redirect(settings: Record<string, unknown>): Record<string, unknown> {
    return { ...settings, conn_str: this.connection };
  }

  /** Whose session has an advisory lock. */
  async lockHolder(): Promise<string | undefined> {
    const rows = await this.sql(
      "SELECT usename || '@' || host(client_addr) FROM pg_stat_activity JOIN pg_locks USING (pid) WHERE locktype = 'advisory'",
    );
    return rows.split('\n')[0] || undefined;
  }

  /** Who owns a table may take the right to write from themselves, and only the administrator notices. */
  async refuseWrites(refuse: boolean): Promise<void> {
    const change = refuse
      ? `REVOKE INSERT, UPDATE ON %I.states FROM ${ROLE}`
      : `GRANT ALL ON %I.states TO ${ROLE}`;

    await this.sql(
      `DO $$ DECLARE place text; BEGIN FOR place IN SELECT schemaname FROM pg_tables WHERE tablename = 'states' LOOP ` +
        `EXECUTE format('${change}', place); END LOOP; END $$`,
    );
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  /** Without a user and a password, which the environment has. */
  private get connection(): string {
    return `postgres://127.0.0.1:${this.port}/${DATABASE}?sslmode=disable`;
  }

  private async createDatabase(password: string): Promise<void> {
    await this.sql(`CREATE ROLE ${ROLE} LOGIN PASSWORD '${password}'`, 'postgres');
    await this.sql(`CREATE DATABASE ${DATABASE} OWNER ${ROLE}`, 'postgres');
  }

  private async sql(statement: string, database = DATABASE): Promise<string> {
    const args = ['-h', this.folder, '-p', `${this.port}`, '-U', 'postgres', '-d', database];
    const psql = join(this.programs, 'psql');
    const { code, output, errors } = await runCommand(psql, [
      '-X',
      '-q',
      '-A',
      '-t',
      '-v',
      'ON_ERROR_STOP=1',
      ...args,
      '-c',
      statement,
    ]);
    if (code !== 0) {
      throw new Error(`psql ended with ${code}: ${errors}`);
    }
    return output;
  }
}

/** The folder with the programs of the server: that of the `initdb` on the PATH, else the newest of Debian's. */
function findPrograms(): string {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'initdb'))
    .filter(existsSync)
    .map((file) => dirname(realpathSync(file)));
  const versions = existsSync(DEBIAN_FOLDER) ? readdirSync(DEBIAN_FOLDER) : [];
  const ofDebian = versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN_FOLDER, version, 'bin'));

  const folder = [...onPath, ...ofDebian].find((one) =>
    ['initdb', 'postgres', 'psql'].every((program) => existsSync(join(one, program))),
  );
  if (folder === undefined) {
    throw new BackendMissing(
      'PostgreSQL is not installed: there is no initdb (Debian, Ubuntu: apt-get install postgresql)',
    );
  }
  return folder;
}

function findAccount(): Account {
  const accounts = ACCOUNTS.map((name) => ({ uid: idOf('-u', name), gid: idOf('-g', name) }));
  const account = accounts.find((one): one is Account => one.uid !== undefined && one.gid !== undefined);
  if (!account) {
    throw new BackendMissing(
      `PostgreSQL does not run as root, and there is no account ${ACCOUNTS.join(' or ')}`,
    );
  }
  return account;
}

function idOf(kind: '-u' | '-g', account: string): number | undefined {
  // oxlint-disable-next-line syntax/only-unix -- asked as root only, whom Windows does not have
  const { status, stdout } = spawnSync('id', [kind, account], { encoding: 'utf8' });

  return status === 0 ? Number(stdout) : undefined;
}

/** On the socket, which is in a folder of the account's own, everybody is trusted. */
async function initialize(programs: string, folder: string, account?: Account): Promise<void> {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, randomBytes(12).toString('hex'), { mode: 0o600 });
  if (account) {
    chownSync(passwordFile, account.uid, account.gid);
  }

  const { code, output, errors } = await runCommand(
    join(programs, 'initdb'),
    [
      ...['-D', join(folder, 'data'), '-U', 'postgres', '--no-sync', '--locale=C', '--encoding=UTF8'],
      ...['--auth-local=trust', '--auth-host=scram-sha-256', `--pwfile=${passwordFile}`],
    ],
    { cwd: folder, ...account },
  );
  if (code !== 0) {
    throw new Error(`initdb ended with ${code}:\n${output}${errors}`);
  }
}

async function serve(
  programs: string,
  folder: string,
  port: number,
  account?: Account,
): Promise<LeashedProcess> {
  const settings = ['fsync=off', 'listen_addresses=127.0.0.1', 'max_connections=40', 'shared_buffers=16MB'];

  return LeashedProcess.start({
    command: [
      join(programs, 'postgres'),
      ...['-D', join(folder, 'data'), '-k', folder, '-p', `${port}`],
      ...settings.flatMap((setting) => ['-c', setting]),
    ],
    folder,
    ready: /ready to accept connections/,
    // A shutdown that does not wait for clients.
    signal: 'SIGINT',
    ...account,
  });
}

/** PostgreSQL does not choose a port by itself. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
