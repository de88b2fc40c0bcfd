import { join } from 'node:path';
import * as ts from 'typescript';

const LIB = join(__dirname, '..', '..', 'lib');

/** Names of an interface that somebody implements, such as `IRbacRole`; the others are plain data. */
const BEHAVIOUR = /^I[A-Z]/;

/** How many ways to get an object a message names. */
const MAX_WAYS = 4;

/** See `lib/private/kinds.ts`. */
export interface DeclaredKinds {
  readonly STRUCTS: Record<string, Record<string, string>>;
  readonly ENUMS: Record<string, readonly string[]>;
  readonly OBJECTS: Record<string, ObjectKind>;
}

/**
 * What the public props, enums and classes of the library are, as data for the checks at run time, where no compiler has
 * been before: plain JavaScript, and values that a compiler takes for `any`.
 */
export function declaredKinds(): DeclaredKinds {
  const index = join(LIB, 'index.ts');
  const program = ts.createProgram([index], {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    skipLibCheck: true,
    types: [],
  });
  const kinds = new Kinds(program.getTypeChecker(), program.getSourceFile(index)!);

  return { STRUCTS: kinds.structs(), ENUMS: kinds.enums(), OBJECTS: kinds.objects() };
}

interface ObjectKind {
  readonly members: readonly string[];
  readonly ways: readonly string[];
}

class Kinds {
  private readonly exported: readonly ts.Symbol[];

  constructor(
    private readonly checker: ts.TypeChecker,
    index: ts.SourceFile,
  ) {
    this.exported = checker
      .getExportsOfModule(checker.getSymbolAtLocation(index)!)
      .filter((symbol) => !symbol.getJsDocTags().some(({ name }) => name === 'internal'))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  structs(): Record<string, Record<string, string>> {
    return Object.fromEntries(
      this.exported
        .filter(({ flags, name }) => flags & ts.SymbolFlags.Interface && !BEHAVIOUR.test(name))
        .map((symbol) => [symbol.name, this.propsOf(symbol)]),
    );
  }

  enums(): Record<string, readonly string[]> {
    return Object.fromEntries(
      this.exported
        .filter(({ flags }) => flags & ts.SymbolFlags.Enum)
        .map((symbol) => [symbol.name, this.valuesOf(symbol)]),
    );
  }

  /** Those that some prop takes. */
  objects(): Record<string, ObjectKind> {
    const taken = new Set(
      Object.values(this.structs())
        .flatMap((props) => Object.values(props))
        .map((kind) => /^\w+/.exec(kind)![0]),
    );
    return Object.fromEntries(
      this.exported
        .filter(
          ({ flags, name }) => taken.has(name) && (flags & ts.SymbolFlags.Class || BEHAVIOUR.test(name)),
        )
        .map((symbol) => [symbol.name, { members: this.membersOf(symbol), ways: this.waysTo(symbol) }]),
    );
  }

  private propsOf(symbol: ts.Symbol): Record<string, string> {
    const type = this.checker.getDeclaredTypeOfSymbol(symbol);

    return Object.fromEntries(
      this.checker.getPropertiesOfType(type).map((prop) => {
        const isOptional = (prop.flags & ts.SymbolFlags.Optional) !== 0;
        return [prop.name, `${this.kindOf(this.checker.getTypeOfSymbol(prop))}${isOptional ? '?' : ''}`];
      }),
    );
  }

  private valuesOf(symbol: ts.Symbol): string[] {
    return [...(symbol.exports?.values() ?? [])].map((member) =>
      String(this.checker.getConstantValue(member.valueDeclaration as ts.EnumMember)),
    );
  }

  private kindOf(optional: ts.Type): string {
    if (optional.flags & ts.TypeFlags.Unknown) {
      return 'unknown';
    }
    const type = this.checker.getNonNullableType(optional);
    const element = this.checker.isArrayType(type)
      ? this.checker.getTypeArguments(type as ts.TypeReference)[0]
      : undefined;
    const value = type.getStringIndexType();
    const isNamed =
      type.symbol?.flags & (ts.SymbolFlags.Enum | ts.SymbolFlags.Class | ts.SymbolFlags.Interface);

    if (element) {
      return `${this.kindOf(element)}[]`;
    }
    if (value) {
      return `${this.kindOf(value)}{}`;
    }
    return isNamed ? type.symbol.name : this.checker.typeToString(type);
  }

  /** What tells an object from others: what it must have, except what every construct has beside its node. */
  private membersOf(symbol: ts.Symbol): string[] {
    const isOwn = (member: ts.Symbol): boolean =>
      member.declarations?.some((one) => one.getSourceFile().fileName.startsWith(LIB)) ?? false;
    const isPublic = (member: ts.Symbol): boolean =>
      !member.declarations?.some(
        (one) => ts.getCombinedModifierFlags(one) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected),
      );

    return this.checker
      .getPropertiesOfType(this.checker.getDeclaredTypeOfSymbol(symbol))
      .filter((member) => !(member.flags & ts.SymbolFlags.Optional) && isPublic(member))
      .filter((member) => isOwn(member) || member.name === 'node')
      .map(({ name }) => name);
  }

  /** Constants, factories and constructors of a class, or of the classes that implement an interface. */
  private waysTo(symbol: ts.Symbol): string[] {
    const wanted = this.checker.getDeclaredTypeOfSymbol(symbol);
    const ways = this.exported
      .filter(({ flags }) => flags & ts.SymbolFlags.Class)
      .flatMap((owner) => this.waysOf(owner, wanted));

    return ways.length > MAX_WAYS ? [...ways.slice(0, MAX_WAYS - 1), ways.at(-1)!] : ways;
  }

  private waysOf(owner: ts.Symbol, wanted: ts.Type): string[] {
    const own = this.checker.getDeclaredTypeOfSymbol(owner);
    const statics = this.checker.getTypeOfSymbol(owner);
    const fits = (type: ts.Type | undefined): boolean =>
      type !== undefined && type.symbol !== undefined && this.checker.isTypeAssignableTo(type, wanted);

    const found = this.checker
      .getPropertiesOfType(statics)
      .filter(({ name }) => !/^(prototype$|_|unsafe)/.test(name))
      .flatMap((member) => {
        const type = this.checker.getTypeOfSymbol(member);
        const [call] = type.getCallSignatures();
        return fits(call ? call.getReturnType() : type)
          ? [`${owner.name}.${member.name}${call ? '()' : ''}`]
          : [];
      });
    const isPublic = statics
      .getConstructSignatures()
      .every(
        ({ declaration }) =>
          !declaration || !(ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private),
      );

    return [...(isPublic && fits(own) ? [`new ${owner.name}()`] : []), ...found];
  }
}
