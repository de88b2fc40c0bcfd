import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { FSWatcher, watch } from 'chokidar';

/** An editor may touch a file several times for one save; this long after the last time it has been saved. */
const QUIET = 20;

/** Some take the file away, or what is in it, first. */
const QUIET_WITHOUT_TEXT = 150;

/** Told of by then whatever goes on. */
const LONGEST_QUIET = 300;

/** chokidar drops what follows a change of the same file within 50 ms; formatters save again that soon. */
const LOOK_AGAIN = 100;

/** How often folders are looked for that may have been renamed, or replaced by others. */
const LOOK_FOR_FOLDERS = 1_000;

export interface WatcherOptions {
  /** Told of the files that are others than before, once for all that were saved together. */
  readonly onChange: (files: readonly string[]) => void;

  /** Folders and files that are watched as long as the watcher runs, with all that is in them. */
  readonly code: readonly string[];
}

/**
 * Watches files, be they there or not, and tells when their content changes.
 *
 * Folders are watched, and not the files in them: most editors write another file and give it the name of the first.
 */
export class Watcher {
  private readonly code: FSWatcher;
  private files?: FSWatcher;
  private folders: Readonly<Record<string, string | undefined>> = {};
  private readonly lookForFolders: NodeJS.Timeout;
  private beginning: Promise<void> = Promise.resolve();
  private contents = new Map<string, string | undefined>();
  private readonly changed = new Set<string>();
  private timer?: NodeJS.Timeout;
  private readonly told = new Map<string, string | undefined>();
  private lookAgain?: NodeJS.Timeout;
  private since?: number;

  constructor(private readonly options: WatcherOptions) {
    this.code = watch([...options.code], {
      ignoreInitial: true,
      ignored: (path) => path.split(sep).includes('node_modules'),
    });
    this.code.on('all', (_, path) => this.note(resolve(path)));
    this.lookForFolders = setInterval(() => this.followFolders(), LOOK_FOR_FOLDERS).unref();
  }

  /** Watches these files from now on, in the place of those before. */
  async watch(files: readonly string[]): Promise<void> {
    const wanted = [...new Set(files.map((file) => resolve(file)))].sort();
    if (wanted.join('\n') === [...this.contents.keys()].join('\n')) {
      return;
    }
    const before = this.contents;
    this.contents = new Map(
      wanted.map((file) => [file, before.has(file) ? before.get(file) : contentOf(file)]),
    );

    await this.watchAnew();
  }

  async close(): Promise<void> {
    clearInterval(this.lookForFolders);
    clearTimeout(this.timer);
    clearTimeout(this.lookAgain);
    await this.beginning;
    await Promise.all([this.code.close(), this.files?.close()]);
  }

  /** One after the other, as each has to end what the one before has begun. */
  private watchAnew(): Promise<void> {
    this.beginning = this.beginning.then(() => this.begin());
    return this.beginning;
  }

  private async begin(): Promise<void> {
    const wanted = [...this.contents.keys()];
    // Before anything else: chokidar watches a path once, be it another folder by now.
    await this.files?.close();
    this.folders = Object.fromEntries(foldersOf(wanted).map((folder) => [folder, identityOf(folder)]));
    this.files = await watching(wanted, (path) => this.note(path));
    // A folder that has been taken away is watched no longer, even when it comes back before anybody has looked.
    this.files.on('unlinkDir', (path) => (this.folders = { ...this.folders, [resolve(path)]: undefined }));
    // What was saved in between.
    wanted.forEach((file) => this.note(file));
  }

  /** What is watched is a folder, and not its name: after `mv` the folder that has the name now has to be watched. */
  private followFolders(): void {
    if (Object.entries(this.folders).some(([folder, identity]) => identityOf(folder) !== identity)) {
      void this.watchAnew();
    }
  }

  private note(path: string): void {
    const content = contentOf(path);
    if (this.contents.has(path) && this.contents.get(path) === content && !this.changed.has(path)) {
      return;
    }
    this.changed.add(path);
    this.since ??= performance.now();
    clearTimeout(this.timer);
    const quiet = this.contents.has(path) && !content ? QUIET_WITHOUT_TEXT : QUIET;
    const wait = Math.min(quiet, Math.max(0, this.since + LONGEST_QUIET - performance.now()));
    this.timer = setTimeout(() => this.tell(), wait);
  }

  private tell(): void {
    const told = new Map([...this.changed].map((file) => [file, contentOf(file)]));
    const files = [...told.keys()].filter((file) => {
      const content = told.get(file);
      const isSame = this.contents.has(file) && this.contents.get(file) === content;
      if (this.contents.has(file)) {
        this.contents.set(file, content);
      }
      return !isSame;
    });
    this.changed.clear();
    this.since = undefined;
    clearTimeout(this.lookAgain);
    told.forEach((content, file) => this.told.set(file, content));
    this.lookAgain = setTimeout(() => this.noteMissed(), LOOK_AGAIN);
    if (files.length > 0) {
      this.options.onChange(files);
    }
  }

  /** What has been saved again without an event. */
  private noteMissed(): void {
    const missed = [...this.told].filter(([file, content]) => contentOf(file) !== content);
    this.told.clear();
    missed.forEach(([file]) => this.note(file));
  }
}

async function watching(files: readonly string[], onEvent: (path: string) => void): Promise<FSWatcher> {
  const wanted = new Set(files);
  const folders = new Set(foldersOf(files));
  const watcher = watch([...folders], {
    depth: 0,
    ignoreInitial: true,
    ignored: (path) => !folders.has(resolve(path)) && !wanted.has(resolve(path)),
  });
  watcher.on('all', (_, path) => {
    if (wanted.has(resolve(path))) {
      onEvent(resolve(path));
    }
  });
  // A folder that is gone, or that nobody may read, has no changes to tell of.
  watcher.on('error', () => undefined);
  await new Promise<void>((done) => watcher.once('ready', done));
  return watcher;
}

function foldersOf(files: readonly string[]): string[] {
  return [...new Set(files.map((file) => dirname(file)))];
}

/** What tells a folder from another one of its name; undefined where there is none, or none that may be looked at. */
function identityOf(folder: string): string | undefined {
  try {
    const { ino, birthtimeMs } = statSync(folder);
    // Numbers are given again.
    return `${ino} ${birthtimeMs}`;
  } catch {
    return undefined;
  }
}

/** The text itself: configurations are small. */
function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return undefined;
  }
}
