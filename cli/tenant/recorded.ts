import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailed } from '../../access/command-failed';
import { shellWord } from '../../lib/shared/shell';
import { Reply } from '../azure/azure-api';
import { Reader } from '../azure/reader';
import { textOf } from '../../access/live/documents';

/** Characters of a file name that say what is in it. */
const TELLING = 60;

/** Answers from files that `az rest` has written; remembers the commands that write those which are missing. */
export class RecordedReader implements Reader {
  readonly missing: string[] = [];

  constructor(
    readonly name: string,
    private readonly endpoint: string,
    private readonly folder: string,
  ) {}

  read(paths: readonly string[]): Promise<readonly Reply[]> {
    return Promise.resolve(paths.map((path) => this.reply(path)));
  }

  next(page: unknown): string | undefined {
    const { '@odata.nextLink': link } = page as { '@odata.nextLink'?: string };
    return link?.startsWith(`${this.endpoint}/`) ? link.slice(this.endpoint.length) : undefined;
  }

  private reply(path: string): Reply {
    const file = join(this.folder, fileName(path));
    if (!existsSync(file)) {
      this.missing.push(
        `az rest --method get --url ${shellWord(this.endpoint + path.replaceAll("'", '%27'))} --output json > ${shellWord(file)}`,
      );
      return { status: 200, body: {} };
    }
    const text = textOf(readFileSync(file));
    // The Azure CLI prints nothing where it fails: what it has asked is not there, or may not be read.
    return text.trim() === '' ? { status: 403 } : { status: 200, body: contentOf(file, text) };
  }
}

/** A name that says what was asked, and that no other question has. */
function fileName(path: string): string {
  const words = decodeURIComponent(path)
    .replace(/^\/(v1\.0|beta)\//, '')
    .replace(/\?(.*\$filter=)?/, ' ')
    .replace(/\$(select|top)=[^&]*&?/g, ' ')
    .replace(/[^\w.@]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, TELLING);
  return `${words}-${createHash('sha256').update(path).digest('hex').slice(0, 8)}.json`;
}

function contentOf(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new CommandFailed(`${file} is no JSON: write it again with --output json, or delete it`);
  }
}
