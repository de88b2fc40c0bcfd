import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..', '..');

/** A block of TypeScript in a page. */
export interface Snippet {
  readonly page: string;

  /** Line of the page that the code begins on, from 1. */
  readonly line: number;

  readonly code: string;
}

/** Names that a snippet may use without saying where they come from, beside those of the library. */
const WELL_KNOWN: Readonly<Record<string, string>> = {
  App: 'cdktf',
  Aspects: 'cdktf',
  AzureadProvider: '@cdktf/provider-azuread/lib/provider',
  AzurermProvider: '@cdktf/provider-azurerm/lib/provider',
  Construct: 'constructs',
  Fn: 'cdktf',
  IConstruct: 'constructs',
  KubernetesCluster: '@cdktf/provider-azurerm/lib/kubernetes-cluster',
  TerraformDataSource: 'cdktf',
  TerraformOutput: 'cdktf',
  TerraformResource: 'cdktf',
  TerraformStack: 'cdktf',
  TerraformVariable: 'cdktf',
};

/** The blocks of TypeScript in a page. */
export function snippetsOf(page: string, text: string): Snippet[] {
  return [...text.matchAll(/^```ts\n([^]*?)^```$/gm)].map(({ index, 1: code }) => ({
    page,
    line: text.slice(0, index).split('\n').length + 1,
    code: code!,
  }));
}

/** What the compiler says about snippets, each message behind page and line; empty when all of them compile. */
export function problemsOf(snippets: readonly Snippet[]): string[] {
  const library = exportsOfLibrary();
  const sources = new Map(
    snippets.map((snippet, index) => [join(ROOT, `snippet-${index}.ts`), source(snippet, library)]),
  );

  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: ['node'],
    paths: {
      'cdktf-aks-aad': [join(ROOT, 'lib', 'index.ts')],
      'cdktf-aks-aad-app': [join(ROOT, 'app', 'index.ts')],
    },
  };
  const host = ts.createCompilerHost(options);
  const fromDisk = ts.createCompilerHost(options);
  host.fileExists = (file) => sources.has(file) || fromDisk.fileExists(file);
  host.readFile = (file) => sources.get(file)?.text ?? fromDisk.readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const own = sources.get(file);
    return own
      ? ts.createSourceFile(file, own.text, version)
      : fromDisk.getSourceFile(file, version, ...rest);
  };

  const program = ts.createProgram([...sources.keys()], options, host);
  return [...sources].flatMap(([file, { snippet, before }]) => {
    const sourceFile = program.getSourceFile(file)!;
    return [
      ...program.getSyntacticDiagnostics(sourceFile),
      ...program.getSemanticDiagnostics(sourceFile),
    ].map(({ start = 0, messageText }) => {
      const line = sourceFile.getLineAndCharacterOfPosition(start).line - before;
      return `${snippet.page}:${snippet.line + line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
  });
}

interface Source {
  readonly snippet: Snippet;
  readonly text: string;

  /** Lines in front of the snippet. */
  readonly before: number;
}

/** A snippet that imports nothing stands inside a stack. */
function source(snippet: Snippet, library: ReadonlySet<string>): Source {
  if (/^import /m.test(snippet.code)) {
    return { snippet, text: snippet.code, before: 0 };
  }
  const used = new Set(snippet.code.match(/\b[A-Z]\w+/g));
  const imports = [...new Set([...used, 'Construct', 'TerraformStack'])]
    .filter((name) => library.has(name) || WELL_KNOWN[name])
    .map((name) => `import { ${name} } from '${WELL_KNOWN[name] ?? 'cdktf-aks-aad'}';`);
  const head = [
    ...imports,
    'export class Snippet extends TerraformStack {',
    'constructor(scope: Construct, id: string) {',
    'super(scope, id);',
  ];
  return { snippet, text: `${head.join('\n')}\n${snippet.code}\n}\n}\n`, before: head.length };
}

/** Every name that lib/index.ts gives out, types included. */
function exportsOfLibrary(): Set<string> {
  const index = readFileSync(join(ROOT, 'lib', 'index.ts'), 'utf8');
  const files = [...index.matchAll(/'\.\/([\w-]+)'/g)].map(([, name]) => join(ROOT, 'lib', `${name}.ts`));

  return new Set(
    files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/^export (?:abstract )?(?:class|interface|enum) (\w+)/gm)].map(
        ([, name]) => name!,
      ),
    ),
  );
}
