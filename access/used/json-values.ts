import { createReadStream, openSync, closeSync, readSync } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CommandFailed } from '../command-failed';
import { systemWords } from '../../app/system-error';

/** Bytes that are read at a time. */
const CHUNK = 1 << 20;

/** A value that begins and does not end within this is no log. */
const LONGEST = 256 << 20;

/**
 * Calls back with each JSON value of a file, `-` for standard input: one in each line or, where a line is not a value, one
 * over several lines. Files may be compressed with gzip. Memory holds one value at a time.
 *
 * @returns how many lines were no JSON
 */
export async function jsonValues(file: string, each: (value: unknown) => void): Promise<number> {
  let rest: Buffer[] = [];
  let restLength = 0;
  let broken = 0;

  // The lines of a value that has not ended yet. Put together only at its end: after each line, that would take for ever.
  let open: string[] = [];
  let openLength = 0;
  const close = (): void => {
    open = [];
    openLength = 0;
  };

  const line = (text: string): void => {
    // Within a document over several lines, none begins like one of its own: then the line before was cut off.
    if (open.length === 0 || text.startsWith('{')) {
      if (/^\s*$/.test(text)) {
        return;
      }
      const value = parsed(text);
      if (value !== undefined) {
        broken += open.length === 0 ? 0 : 1;
        close();
        each(value);
        return;
      }
    }
    if (open.length === 0 && !/^\s*[[{]/.test(text)) {
      broken += 1;
      return;
    }
    open.push(text);
    openLength += text.length + 1;
    const isEnd = /^[\]}]/.test(text);
    if (!isEnd && openLength <= LONGEST) {
      return;
    }
    const value = isEnd ? parsed(open.join('\n')) : undefined;
    close();
    if (value === undefined) {
      broken += 1;
    } else {
      each(value);
    }
  };

  try {
    for await (const chunk of withoutMark(input(file) as AsyncIterable<Buffer>)) {
      const end = chunk.lastIndexOf(10);
      const before = end < 0 ? [] : [...rest, chunk.subarray(0, end)];
      rest = end < 0 ? [...rest, chunk] : [chunk.subarray(end + 1)];
      restLength = (end < 0 ? restLength : 0) + chunk.length - (end + 1);
      if (restLength > LONGEST) {
        throw new CommandFailed(`${file} has a line of more than ${LONGEST} bytes: this is not a log`);
      }
      if (end >= 0) {
        const text = Buffer.concat(before).toString('utf8');
        let from = 0;
        for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
          line(text.slice(from, to));
          from = to + 1;
        }
        line(text.slice(from));
      }
    }
  } catch (error) {
    if (error instanceof CommandFailed) {
      throw error;
    }
    throw new CommandFailed(`${file} cannot be read: ${systemWords(error)}`);
  }
  if (restLength > 0) {
    line(Buffer.concat(rest).toString('utf8'));
  }
  return open.length === 0 ? broken : broken + 1;
}

/** The bytes in UTF-8, also of what PowerShell writes: UTF-16, and a mark at the beginning, which is left out. */
async function* withoutMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isFirst = true;
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const chunk of chunks) {
    const hasMark = isFirst && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
    decoder = isFirst && chunk[0] === 0xff && chunk[1] === 0xfe ? new TextDecoder('utf-16le') : decoder;
    isFirst = false;
    yield decoder
      ? Buffer.from(decoder.decode(chunk, { stream: true }))
      : hasMark
        ? chunk.subarray(3)
        : chunk;
  }
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function input(file: string): Readable {
  if (file === '-') {
    return process.stdin;
  }
  // First, as it fails where there is no such file, and a stream would fail once more.
  const isPacked = isCompressed(file);
  const stream = createReadStream(file, { highWaterMark: CHUNK });
  if (!isPacked) {
    return stream;
  }
  const unpacked = createGunzip({ chunkSize: CHUNK });
  stream.on('error', (error) => unpacked.destroy(error));
  return stream.pipe(unpacked);
}

function isCompressed(file: string): boolean {
  const start = Buffer.alloc(2);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, start, 0, 2, 0);
  } finally {
    closeSync(descriptor);
  }
  return start[0] === 0x1f && start[1] === 0x8b;
}
