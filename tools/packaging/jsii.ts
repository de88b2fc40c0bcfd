import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Options of the compiler. */
const OPTIONS = [
  '--tsconfig',
  'tsconfig.build.json',
  // The strict rule set refuses `stripInternal`, which keeps types of the providers out of the declarations.
  '--validate-tsconfig',
  'minimal',
  // `namespace` is what Kubernetes calls it; jsii escapes it in the language that reserves it.
  '--silence-warnings',
  'reserved-word',
  '--fail-on-warnings',
  '--compress-assembly',
];

/** Compiles the package in a folder, and writes its assembly there; throws with the compiler's words. */
export function compile(directory: string): void {
  const { status, stdout, error } = spawnSync(
    process.execPath,
    [require.resolve('jsii/bin/jsii'), ...OPTIONS],
    { cwd: directory, encoding: 'utf8' },
  );
  if (error ?? status !== 0) {
    throw error ?? new Error(`jsii ended with ${status}:\n${stdout}`);
  }
}

/** What jsii knows of a package: its public API, with documentation. */
export interface Assembly {
  readonly name: string;
  readonly types: Record<string, ApiType>;
}

export interface ApiType {
  readonly fqn: string;
  readonly name: string;
  readonly kind: 'class' | 'enum' | 'interface';

  /** Whether an interface is plain data. */
  readonly datatype?: boolean;

  readonly base?: string;
  readonly interfaces?: string[];
  readonly docs?: ApiDocs;
  readonly locationInModule: { readonly filename: string };
  readonly initializer?: Omit<ApiMember, 'name'>;
  readonly members?: ApiMember[];
  readonly methods?: ApiMember[];
  readonly properties?: ApiMember[];
}

/** A method, a property, or a value of an enum. */
export interface ApiMember {
  readonly name: string;
  readonly optional?: boolean;
  readonly docs?: ApiDocs;
}

export interface ApiDocs {
  readonly summary?: string;
  readonly default?: string;
}

export function readAssembly(directory: string): Assembly {
  return JSON.parse(gunzipSync(readFileSync(join(directory, '.jsii.gz'))).toString()) as Assembly;
}
