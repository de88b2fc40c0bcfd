import { ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Snapshot } from '../../cli/dev/board';
import { descendantsOf } from '../../test/descendants';
import { FOLDER } from './build';

const ROOT = resolve(__dirname, '..', '..');

/** Nothing that is measured takes as long. */
const LONGEST = 120_000;

type Told = (snapshot: Snapshot) => boolean;

/** A configuration in a repository of its own that `cdktf-aks-aad dev` watches, with a client that does what its page does. */
export class WatchedConfiguration {
  private cookie = '';
  private url = '';
  private snapshot?: Snapshot;
  private readonly waiting = new Set<() => void>();
  private readonly closing = new AbortController();

  private constructor(
    private readonly folder: string,
    private readonly command: ChildProcess,
  ) {}

  /** Commits the configuration, starts the command and waits until the page shows a plan of it. */
  static async start(name: string, text: string): Promise<WatchedConfiguration> {
    const folder = join(FOLDER, 'dev', name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'aks.yaml'), text);
    git(folder, 'init', '--quiet');
    git(folder, 'add', '--all');
    git(
      folder,
      '-c',
      'user.name=bench',
      '-c',
      'user.email=bench@contoso.com',
      'commit',
      '--quiet',
      '-m',
      'bench',
    );

    const args = ['-r', join(ROOT, 'cli', 'typescript.cjs'), join(ROOT, 'cli', 'bin.ts'), 'dev'];
    const command = spawn(process.execPath, args, {
      cwd: folder,
      env: { ...process.env, CHECKPOINT_DISABLE: '1' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const self = new WatchedConfiguration(folder, command);
    try {
      await self.open();
      await self.until((snapshot) => snapshot.status.state === 'current' && 'plan' in snapshot.parts);
      await self.planned();
    } catch (error) {
      await self.stop();
      throw error;
    }
    return self;
  }

  /** Saves something wrong. Milliseconds until the page shows what is wrong with it. */
  async saveBroken(text: string): Promise<number> {
    const before = this.snapshot!.parts.problems;
    const since = this.save(text);
    await this.until(({ status, parts }) => status.state === 'broken' && parts.problems !== before);
    await this.part('problems');
    return performance.now() - since;
  }

  /** Saves another configuration that is right. Milliseconds until the page shows who may do what, what changes, and the plan. */
  async saveChange(text: string): Promise<{ access: number; plan: number }> {
    const { changes, plan } = this.snapshot!.parts;
    const since = this.save(text);
    await this.until(({ status, parts }) => status.state === 'current' && parts.changes !== changes);
    await Promise.all([this.part('access/'), this.part('changes')]);
    const access = performance.now() - since;
    await this.until(({ parts }) => parts.plan !== plan);
    await this.part('plan');
    return { access, plan: performance.now() - since };
  }

  /** Resident memory of the command and of all that it keeps running, in MiB. */
  get memory(): number {
    const pids = [this.command.pid!, ...descendantsOf(this.command.pid!).map(({ pid }) => pid)];
    const pages = pids.map((pid) => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]));
    return (pages.reduce((sum, one) => sum + one, 0) * 4096) / 2 ** 20;
  }

  async stop(): Promise<void> {
    this.closing.abort();
    if (this.command.exitCode === null) {
      this.command.kill('SIGINT');
      await once(this.command, 'exit');
    }
  }

  /** As editors do: another file takes the name. */
  private save(text: string): number {
    const file = join(this.folder, 'aks.yaml');
    writeFileSync(`${file}~`, text);
    const since = performance.now();
    renameSync(`${file}~`, file);
    return since;
  }

  private async open(): Promise<void> {
    let output = '';
    this.command.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
    while (!/http:\S+\s/.test(output)) {
      await once(this.command.stdout!, 'data', { signal: AbortSignal.timeout(LONGEST) });
    }
    this.url = /http:\S+/.exec(output)![0];
    const opened = await fetch(this.url, { redirect: 'manual' });
    this.cookie = opened.headers.get('set-cookie')!.split(';')[0]!;
    void this.follow().catch(() => undefined);
    await this.until(() => true);
  }

  /** Reads the server-sent events for as long as the command runs. */
  private async follow(): Promise<void> {
    const { body } = await this.get('/events', this.closing.signal);
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of body!) {
      const events = `${rest}${decoder.decode(chunk as Uint8Array, { stream: true })}`.split('\n\n');
      rest = events.pop()!;
      for (const [, data] of events.flatMap((event) => [/^data: (.*)$/s.exec(event) ?? []])) {
        if (data !== undefined) {
          this.snapshot = JSON.parse(data) as Snapshot;
          this.waiting.forEach((look) => look());
        }
      }
    }
  }

  private until(isTold: Told): Promise<void> {
    return new Promise((done, failed) => {
      const look = (): void => {
        if (this.snapshot && isTold(this.snapshot)) {
          finish(done);
        }
      };
      const finish = (end: () => void): void => {
        clearTimeout(timer);
        this.waiting.delete(look);
        end();
      };
      const timer = setTimeout(
        () => finish(() => failed(new Error(`dev does not tell: ${JSON.stringify(this.snapshot?.status)}`))),
        LONGEST,
      );
      this.waiting.add(look);
      look();
    });
  }

  /** The page says first that it deploys what is committed. */
  private async planned(): Promise<void> {
    while (!(await this.part('plan')).includes('by real Terraform')) {
      const { plan } = this.snapshot!.parts;
      await this.until(({ parts }) => parts.plan !== plan);
    }
  }

  private async part(name: string): Promise<string> {
    return (await this.get(`/part?name=${encodeURIComponent(name)}`)).text();
  }

  private get(path: string, signal?: AbortSignal): Promise<Response> {
    return fetch(new URL(path, this.url), { headers: { cookie: this.cookie }, ...(signal && { signal }) });
  }
}

function git(cwd: string, ...args: string[]): void {
  const { status, stderr } = spawnSync('git', args, { cwd, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`git ${args.join(' ')}: ${stderr}`);
  }
}
