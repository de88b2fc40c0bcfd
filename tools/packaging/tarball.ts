import { join } from 'node:path';
import { buildLibrary, DIST } from './build';
import { buildForChecks } from './built';
import { CheckFailed, ROOT, run, runTool } from './run';

/** Bytes that the packed package may have. */
const MAX_SIZE = 300_000;

/** All that a user needs: what runs, its types, the assembly, and what to read. */
const EXPECTED =
  /^(bin\/cdktf-aks-aad\.js|dist\/[\w/.-]+\.(js|d\.ts)|\.jsii(\.gz)?|package\.json|README\.md|LICENSE)$/;

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** The package as npm would publish it. */
export class Tarball {
  private packed?: Packed;

  constructor(private readonly directory: string) {}

  get file(): string {
    return join(this.directory, this.contents.filename);
  }

  pack(): string {
    buildForChecks(DIST, buildLibrary);
    const options = ['--json', '--ignore-scripts', '--pack-destination', this.directory];
    this.packed = (JSON.parse(run('npm', ['pack', ...options], ROOT)) as Packed[])[0]!;

    const { size, unpackedSize, files } = this.packed;
    return `${kilobytes(size)} packed, ${kilobytes(unpackedSize)} unpacked, ${files.length} files`;
  }

  /** Refuses a package that is large, or that holds what nobody needs. */
  checkContents(): string {
    const { size, files } = this.contents;
    const paths = files.map(({ path }) => path);
    const stray = paths.filter((path) => !EXPECTED.test(path));
    const missing = ['dist/index.js', 'dist/index.d.ts', '.jsii', '.jsii.gz'].filter(
      (path) => !paths.includes(path),
    );

    if (stray.length > 0) {
      throw new CheckFailed(`the package holds ${stray.join(', ')}`);
    }
    if (missing.length > 0) {
      throw new CheckFailed(`the package lacks ${missing.join(', ')}`);
    }
    if (size >= MAX_SIZE) {
      throw new CheckFailed(`the package has ${kilobytes(size)}, at most ${kilobytes(MAX_SIZE)} are allowed`);
    }
    return 'nothing but the library';
  }

  /** Asks publint, and "are the types wrong" about the root and about every file that can be imported. */
  lint(): string {
    runTool('publint', ['run', this.file, '--strict', '--level', 'suggestion']);

    const entrypoints = this.contents.files
      .map(({ path }) => /^dist\/([\w-]+)\.d\.ts$/.exec(path)?.[1])
      .filter((name) => name !== undefined && name !== 'index');
    runTool('attw', [this.file, '--entrypoints', '.', ...(entrypoints as string[]), '--format', 'ascii']);

    return `${entrypoints.length + 1} entry points`;
  }

  private get contents(): Packed {
    if (!this.packed) {
      throw new Error('not packed yet');
    }
    return this.packed;
  }
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`;
}
