import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { CommandFailed } from '../../access/command-failed';
import { revisionOf } from '../../access/diff/revision';
import { configPath } from '../../app/config/config-path';
import { endProgress } from '../progress';
import { say } from '../terminal';
import { ensureTerraform } from '../terraform/ensure';
import { Board } from './board';
import { Commits } from './commits';
import { editorOf } from './editor';
import { Evaluator } from './evaluator';
import { Subject } from './messages';
import { pageFiles } from './page/page';
import { DevServer } from './server';
import { Planner } from './planner';
import { Session } from './session';
import { Watcher } from './watcher';
import { workFolder } from './work-folder';

const ROOT = join(__dirname, '..', '..');

/** In a checkout, what the evaluating process runs: with the package, that stays as it is. */
const CODE = __filename.endsWith('.ts') ? ['lib', 'app', 'access'].map((folder) => join(ROOT, folder)) : [];

interface Values {
  readonly config?: string;
  readonly tenant?: string;
  readonly against?: string;
  readonly port?: string;
  readonly editor?: string;
  readonly 'install-terraform': boolean;
}

/** Shows what a configuration means, again after each save, until it is interrupted. */
export async function run(values: Values): Promise<number> {
  const configuration = values.config ?? configPath();
  const options = { editor: editorOf(values.editor), port: portOf(values.port) };
  if (values.against !== undefined) {
    // Throws when there is nothing of that name.
    revisionOf(configuration, values.against);
  }

  await ensureTerraform({ install: values['install-terraform'] });

  const folder = workFolder(tmpdir());
  try {
    const { tenant, against } = values;
    await serve(
      {
        configuration,
        ...(tenant !== undefined && { tenant }),
        ...(against !== undefined && { against }),
        editor: options.editor,
        folder,
      },
      options.port,
    );
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function serve(subject: Subject, port: number | undefined): Promise<void> {
  const board = new Board();
  const evaluator = new Evaluator(subject);
  const server = await DevServer.start({
    board,
    files: pageFiles(subject.configuration),
    resources: (cluster) => evaluator.resources(cluster),
    answer: (question, cluster) => evaluator.answer(question, cluster),
    ...(port !== undefined && { port }),
  });
  const session: Session = new Session({
    subject,
    board,
    evaluator,
    onRead: (files) => void watcher.watch([...files, ...commits.files]),
    onTold: (told) => planner.plan(told),
    print: say,
  });
  const commits = new Commits(subject.configuration, () => void session.saved());
  const planner = new Planner({
    subject,
    show: (plan) => board.show({ parts: { plan } }),
    onWrong: (problems) => session.planned(problems),
    print: say,
  });
  const watcher = new Watcher({
    code: [...CODE, resolve('main.ts')],
    onChange: (files) => void session.saved(files.some(isCode)),
  });

  try {
    endProgress();
    say(`${server.url}\n\nOpen this page; it follows what is saved. Ctrl-C ends it.\n`);
    void session.saved();
    await untilInterrupted();
  } finally {
    // First of all, so that nothing is told of what is ended on purpose.
    session.stop();
    commits.stop();
    await Promise.all([watcher.close(), server.stop(), evaluator.restart(), planner.stop()]);
  }
}

function isCode(file: string): boolean {
  return CODE.some((folder) => file.startsWith(`${resolve(folder)}${sep}`));
}

function untilInterrupted(): Promise<void> {
  return new Promise((done) => {
    (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).forEach((signal) => process.on(signal, () => done()));
  });
}

function portOf(text: string | undefined): number | undefined {
  const port = Number(text);
  if (text !== undefined && !(/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535)) {
    throw new CommandFailed(`--port '${text}' is not a port: use a number from 1 to 65535`);
  }
  return text === undefined ? undefined : port;
}
