import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as ts from 'typescript';

/** A piece of TypeScript in a page. */
export interface Snippet {
  readonly page: string;

  /** Line of the page that its first line is, from 1. */
  readonly line: number;

  readonly code: string;
}

const FENCE = /^```(?:ts|typescript)\n(.*?)^```$/gms;

/** What a snippet may use without saying where it comes from. */
const KNOWN: Readonly<Record<string, string>> = {
  App: 'cdktf',
  TerraformStack: 'cdktf',
  Construct: 'constructs',
  AzureadProvider: '@cdktf/provider-azuread/lib/provider',
  AzurermProvider: '@cdktf/provider-azurerm/lib/provider',
};

export function snippetsOf(page: string, markdown: string): Snippet[] {
  return [...markdown.matchAll(FENCE)].map((match) => ({
    page,
    line: markdown.slice(0, match.index).split('\n').length + 1,
    code: match[1]!,
  }));
}

/** What the compiler says about snippets, each problem with its place in the page. */
export function snippetProblems(snippets: readonly Snippet[], library: readonly string[]): string[] {
  const known = { ...KNOWN, ...Object.fromEntries(library.map((name) => [name, 'cdktf-aks-aad'])) };
  const programs = new Map(
    snippets.map((snippet, index) => [
      resolve(`snippet-${index}.ts`),
      { snippet, source: programOf(snippet, known) },
    ]),
  );

  const program = compile(new Map([...programs].map(([file, { source }]) => [file, source.text])));
  return [...programs].flatMap(([file, { snippet, source }]) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(file)).map((diagnostic) => {
      const { line } = ts.getLineAndCharacterOfPosition(diagnostic.file!, diagnostic.start!);
      const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ');
      return `${snippet.page}:${snippet.line + line - source.before}: ${message}`;
    }),
  );
}

/** A snippet with imports is a whole file; any other stands in the constructor of a stack. */
function programOf(
  { code }: Snippet,
  known: Readonly<Record<string, string>>,
): { text: string; before: number } {
  if (/^import /m.test(code)) {
    return { text: code, before: 0 };
  }

  const names = Object.keys(known).filter((name) => new RegExp(`\\b${name}\\b`).test(code));
  const imports = [...new Set([...names, 'Construct', 'TerraformStack'])].map(
    (name) => `import { ${name} } from '${known[name]}';`,
  );
  const head = [
    ...imports,
    'export class Example extends TerraformStack {',
    'constructor(scope: Construct, id: string) {',
    'super(scope, id);',
  ];
  return { text: `${head.join('\n')}\n${code}\n}\n}\n`, before: head.length };
}

function compile(files: ReadonlyMap<string, string>): ts.Program {
  const { config } = ts.readConfigFile('tsconfig.json', (file) => readFileSync(file, 'utf8')) as {
    config: unknown;
  };
  const options: ts.CompilerOptions = {
    ...ts.parseJsonConfigFileContent(config, ts.sys, process.cwd()).options,
    incremental: false,
    tsBuildInfoFile: undefined,
    noUnusedLocals: false,
    // `security: { … }` alone would be a statement with a label.
    allowUnusedLabels: false,
    paths: {
      'cdktf-aks-aad': [resolve('lib/index.ts')],
      'cdktf-aks-aad/*': [resolve('lib/*')],
      'cdktf-aks-aad-app': [resolve('app/index.ts')],
    },
  };

  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (file) => files.has(file) || disk.fileExists(file),
    readFile: (file) => files.get(file) ?? disk.readFile(file),
    getSourceFile: (file, version, ...rest) => {
      const text = files.get(file);
      return text === undefined
        ? disk.getSourceFile(file, version, ...rest)
        : ts.createSourceFile(file, text, version);
    },
  };
  return ts.createProgram([...files.keys()], options, host);
}
