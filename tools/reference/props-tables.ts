import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

const LIB = join(__dirname, '..', '..', 'lib');

/** `<!-- props: Name -->` and `<!-- /props -->`, with the table between them. */
const PLACE = /<!-- props: (\w+) -->[^]*?<!-- \/props -->/g;

interface Prop {
  readonly name: string;
  readonly type: string;
  readonly meaning: string;

  /** Undefined for a prop that must be given. */
  readonly fallback?: string;
}

/** The page with the table of every interface that it names, as the interface is now. */
export function withPropsTables(page: string): string {
  return page.replace(
    PLACE,
    (_, name: string) => `<!-- props: ${name} -->\n\n${table(name)}\n\n<!-- /props -->`,
  );
}

let interfaces: ReadonlyMap<string, ts.InterfaceDeclaration> | undefined;

function interfaceNamed(name: string): ts.InterfaceDeclaration {
  interfaces ??= readInterfaces();
  const found = interfaces.get(name);
  if (!found) {
    throw new Error(`lib/ has no interface '${name}'`);
  }
  return found;
}

function readInterfaces(): Map<string, ts.InterfaceDeclaration> {
  const found = new Map<string, ts.InterfaceDeclaration>();

  for (const file of readdirSync(LIB).filter((name) => name.endsWith('.ts'))) {
    const source = ts.createSourceFile(
      file,
      readFileSync(join(LIB, file), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    source.statements
      .filter(ts.isInterfaceDeclaration)
      .forEach((declaration) => found.set(declaration.name.text, declaration));
  }
  return found;
}

/** Props that must be given first, then the others; inherited ones behind those of the interface itself. */
export function propsOf(name: string): Prop[] {
  const declaration = interfaceNamed(name);
  const inherited = (declaration.heritageClauses ?? []).flatMap(({ types }) =>
    types.flatMap((type) => propsOf(type.expression.getText())),
  );
  const props = [...declaration.members.filter(ts.isPropertySignature).map(propOf), ...inherited];

  return [...props.filter((prop) => prop.fallback === undefined), ...props.filter((prop) => prop.fallback)];
}

function propOf(member: ts.PropertySignature): Prop {
  const [doc] = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
  const tag = doc?.tags?.find(({ tagName }) => tagName.text === 'default');

  return {
    name: member.name.getText(),
    type: member.type?.getText().replace(/\s+/g, ' ').replace(/;? \}/, ' }') ?? '',
    meaning: ts.getTextOfJSDocComment(doc?.comment) ?? '',
    ...(member.questionToken && { fallback: ts.getTextOfJSDocComment(tag?.comment) ?? '' }),
  };
}

function table(name: string): string {
  const rows = propsOf(name).map(({ name: prop, type, meaning, fallback }) =>
    row(
      `\`${prop}\``,
      `\`${type}\``,
      meaning,
      fallback === undefined ? 'must be given' : defaultText(fallback),
    ),
  );
  return [row('Prop', 'Type', 'Meaning', 'Default'), '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** `- explanation` as a sentence, and `value - explanation` with the value as code. */
function defaultText(text: string): string {
  const [, value, explanation] = /^(?!- )(.*?)(?: - (.*))?$/s.exec(text) ?? [];
  if (value === undefined) {
    return text.slice('- '.length);
  }
  return explanation === undefined ? `\`${value}\`` : `\`${value}\`: ${explanation}`;
}

function row(...cells: string[]): string {
  return `| ${cells.map((cell) => cell.replace(/\s*\n\s*/g, ' ').replace(/\|/g, '\\|')).join(' | ')} |`;
}
