import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { apiProblems } from '../../../tools/packaging/api-rules';
import { Assembly, compile, readAssembly } from '../../../tools/packaging/jsii';

const scratch = mkdtempSync(join(tmpdir(), 'api-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Compiles what `write` puts into the folder lib/ of a package that is otherwise this one. */
function assemblyOf(name: string, write: (lib: string) => void): Assembly {
  const directory = join(scratch, name);
  mkdirSync(join(directory, 'lib'), { recursive: true });
  ['package.json', 'tsconfig.build.json', 'README.md', 'LICENSE'].forEach((file) =>
    cpSync(file, join(directory, file)),
  );
  symlinkSync(resolve('node_modules'), join(directory, 'node_modules'));
  write(join(directory, 'lib'));
  compile(directory);

  return readAssembly(directory);
}

function testFiles(): Map<string, string> {
  const files = readdirSync('test/lib', { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  return new Map(files.map((file) => [`test/lib/${file}`, readFileSync(join('test/lib', file), 'utf8')]));
}

test('the API is documented, tested, and free of unions and of types of the providers', () => {
  const assembly = assemblyOf('library', (lib) => cpSync('lib', lib, { recursive: true }));

  expect(Object.keys(assembly.types).length).toBeGreaterThan(80);
  expect(apiProblems(assembly, testFiles())).toEqual([]);
}, 60_000);

const CARELESS = `
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { TerraformStack } from 'cdktf';

/** Has a summary. */
export interface CarelessProps {
  /** What it is called. */
  readonly name?: string;

  readonly size: string | number;

  /** The stack, which is fine. */
  readonly stack: TerraformStack;

  /** Anything. */
  readonly settings: { [key: string]: any };
}

export class Careless extends KubernetesProvider {
  /** Makes one. */
  static of(props: CarelessProps[]): KubernetesProvider | undefined {
    return props.length > 0 ? undefined : undefined;
  }
}

/** Colours. */
export enum Colour {
  RED = 'red',
}
`;

test('each rule finds what breaks it', () => {
  const assembly = assemblyOf('careless', (lib) => writeFileSync(join(lib, 'index.ts'), CARELESS));
  const used = new Map([['test/lib/index.test.ts', 'Colour.RED']]);

  expect(apiProblems(assembly, used).sort()).toEqual([
    'Careless extends the type @cdktf/provider-kubernetes.provider.KubernetesProvider',
    'Careless has no summary',
    'Careless.constructor has the type @cdktf/provider-kubernetes.provider.KubernetesProviderConfig in its signature',
    'Careless.of has the type @cdktf/provider-kubernetes.provider.KubernetesProvider in its signature',
    'CarelessProps.name is optional and has no @default',
    "CarelessProps.settings has 'any' in its signature",
    'CarelessProps.size has a union in its signature',
    'CarelessProps.size has no summary',
    'Colour.RED has no summary',
  ]);
  expect(apiProblems(assembly, new Map())).toEqual(
    expect.arrayContaining(['Careless has no test/lib/index.test.ts', 'no test uses Colour']),
  );
}, 60_000);
