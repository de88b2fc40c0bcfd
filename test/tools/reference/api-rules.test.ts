import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { apiProblems } from '../../../tools/reference/api-rules';
import { Assembly, compile, readAssembly } from '../../../tools/packaging/jsii';

const scratch = mkdtempSync(join(tmpdir(), 'api-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Compiles a package that has this index, and is otherwise this one. */
function assemblyOf(index: string): Assembly {
  mkdirSync(join(scratch, 'lib'));
  ['package.json', 'tsconfig.build.json', 'README.md', 'LICENSE'].forEach((file) =>
    cpSync(file, join(scratch, file)),
  );
  symlinkSync(resolve('node_modules'), join(scratch, 'node_modules'));
  writeFileSync(join(scratch, 'lib', 'index.ts'), index);
  compile(scratch);

  return readAssembly(scratch);
}

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
  const assembly = assemblyOf(CARELESS);
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
});
