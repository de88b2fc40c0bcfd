import { createWriteStream, WriteStream } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { RehearsalFailed } from './rehearsal-failed';

/** The errors and warnings in what Terraform has said, each as its lines: Terraform draws a box around each. */
export function diagnosticsIn(output: string): readonly string[] {
  const found: string[] = [];
  let box: string[] | undefined;
  for (const line of stripVTControlCharacters(output).split('\n')) {
    const text = line.trim();
    if (text.startsWith('╷')) {
      box = [];
    } else if (text.startsWith('╵') && box) {
      found.push(box.join('\n'));
      box = undefined;
    } else {
      box?.push(text.replace(/^│ ?/, '  '));
    }
  }
  return [...new Set(found)];
}

/** A file with all that Terraform says in the stacks, each line behind the name of its stack. */
export class TerraformLog {
  private readonly stream: WriteStream;

  // A disk that is full must not keep Terraform from ending in order; it is told when that is done.
  private unwritten?: Error;

  constructor(readonly file: string) {
    this.stream = createWriteStream(file, { mode: 0o600 });
    this.stream.on('error', (error) => (this.unwritten ??= error));
  }

  write(stack: string, line: string): void {
    this.stream.write(`${stack}  ${stripVTControlCharacters(line)}\n`);
  }

  /** Throws when something could not be written. */
  async close(): Promise<void> {
    await new Promise((resolve) => this.stream.end(resolve));
    if (this.unwritten) {
      throw new RehearsalFailed(`${this.file} cannot be written: ${this.unwritten.message}`);
    }
  }
}
