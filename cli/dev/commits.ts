import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { logOfCommits } from '../../access/diff/revision';

/** How often it is looked for a first commit, in milliseconds. */
const INTERVAL = 1000;

/**
 * Where commits are seen: the log of the repository, which is watched like any other file.
 *
 * Before the first commit there is none, and without a repository not even a folder that could be watched for it, so that
 * until then somebody has to look.
 */
export class Commits {
  private log?: string;
  private readonly timer: NodeJS.Timeout;

  /** @param onFirst told when there is a first commit */
  constructor(
    private readonly configuration: string,
    onFirst: () => void,
  ) {
    this.log = logOfCommits(configuration);
    let isThere = this.isThere;
    this.timer = setInterval(() => {
      const wasThere = isThere;
      isThere = this.isThere;
      if (isThere && !wasThere) {
        onFirst();
      }
    }, INTERVAL);
  }

  /** The log, be it there yet or not; none where there is no repository. */
  get files(): readonly string[] {
    return this.log === undefined ? [] : [this.log];
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private get isThere(): boolean {
    if (this.log !== undefined && existsSync(this.log)) {
      return true;
    }
    // Git is only asked where it may have an answer: a repository may have come, or have gone.
    this.log = this.isInRepository ? (this.log ?? logOfCommits(this.configuration)) : undefined;
    return this.log !== undefined && existsSync(this.log);
  }

  private get isInRepository(): boolean {
    let folder = dirname(resolve(this.configuration));
    while (!existsSync(join(folder, '.git'))) {
      if (folder === dirname(folder)) {
        return false;
      }
      folder = dirname(folder);
    }
    return true;
  }
}
