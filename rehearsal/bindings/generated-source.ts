/** Whether an argument may or must be written, and whether the provider fills it in. */
export interface Flags {
  readonly computed: boolean;
  readonly optional: boolean;
  readonly required: boolean;
}

/** The type of an argument or attribute, as the code that is generated for it tells. */
export type GeneratedType =
  | { readonly kind: 'string' | 'number' | 'bool' | 'dynamic' }
  | { readonly kind: 'list' | 'set' | 'map'; readonly element: GeneratedType }
  | { readonly kind: 'struct'; readonly struct: string };

/** One argument, attribute or nested block. */
export interface Member extends Flags {
  readonly name: string;
  readonly type: GeneratedType;
  readonly isBlock: boolean;

  /** A list or set of blocks that the bindings take one of only. */
  readonly isSingle: boolean;
}

/** How an argument is passed on to Terraform. */
interface Passed {
  readonly type: GeneratedType;
  readonly isBlock: boolean;
  readonly isSingle: boolean;
}

/** Generated for cdktf, or for its continuation cdktn. */
const LIBRARY = 'cdkt[fn]\\.';

/** What cdktf has a class for; everything else in the text belongs to it. */
const MAIN = /^Terraform(Resource|DataSource|Provider)$/;

const CLASS = /^export class (\w+) extends cdkt[fn]\.(\w+) \{\n([\s\S]*?)^\}/gm;
const INTERFACE = /^export interface (\w+)[^\n]*\{\n([\s\S]*?)^\}/gm;
const MAPPER = /^export function (\w+)ToHclTerraform\([^\n]*\{\n([\s\S]*?)^\}/gm;

const COMMENTED =
  /^ *\/\/ (\w+) - computed: (\w+), optional: (\w+), required: (\w+)\n(?: *private (.*)\n)?([^\n]*\n[^\n]*)/gm;
const DECLARED = /\/\*\*\n([\s\S]*?)\*\/\n *readonly \w+(\??): /g;
const PASSED = /^ *(\w+): \{\n *value: (.+),\n *isBlock: \w+,\n *type: "(\w+)",$/gm;

/** How bindings for cdktn pass on what is never stored. */
const WRITE_ONLY = /^this\.markWriteOnlyAttribute\((.*)\)$/;

const PRIMITIVES: Readonly<Record<string, GeneratedType>> = {
  string: { kind: 'string' },
  number: { kind: 'number' },
  boolean: { kind: 'bool' },
  any: { kind: 'dynamic' },
};

/**
 * What the generator of cdktf's bindings has written for one resource type, data source or provider.
 *
 * It is read as text: the generator writes each thing in one way, and a comment before each attribute with what the
 * provider's schema says of it.
 *
 * Source: @cdktf/provider-generator 0.21, lib/get/generator (attributes-emitter, struct-emitter, attribute-type-model).
 */
export class GeneratedSource {
  private readonly classes = new Map<string, { readonly base: string; readonly body: string }>();
  private readonly interfaces = new Map<string, string>();
  private readonly mappers = new Map<string, string>();

  /** @param text everything that was generated for the type, with nested structures that are in files of their own */
  constructor(private readonly text: string) {
    for (const [, name, base, body] of text.matchAll(CLASS)) {
      this.classes.set(name!, { base: base!, body: body! });
    }
    for (const [, name, body] of text.matchAll(INTERFACE)) {
      this.interfaces.set(name!, body!);
    }
    for (const [, name, body] of text.matchAll(MAPPER)) {
      this.mappers.set(name!, body!);
    }
  }

  /** As in `azurerm_container_registry`; the type of a provider is its name. */
  get terraformType(): string | undefined {
    return terraformTypeIn(this.text);
  }

  /** Version of the provider whose schema it was generated from. */
  get providerVersion(): string | undefined {
    return /^ *providerVersion: '([^']+)'/m.exec(this.text)?.[1];
  }

  /** Whether it is the configuration of a provider. */
  get isProvider(): boolean {
    return this.main.base === 'TerraformProvider';
  }

  /** What the type itself has. */
  get members(): Member[] {
    const { name, body } = this.main;

    return this.membersOf(body, this.interfaces.get(`${name}Config`), body);
  }

  /** What is in a nested structure. */
  membersOfStruct(name: string): Member[] {
    const mapper = `${name[0]!.toLowerCase()}${name.slice(1)}`;

    return this.membersOf(
      this.classes.get(`${name}OutputReference`)?.body ?? '',
      this.interfaces.get(name),
      this.mappers.get(mapper) ?? '',
    );
  }

  private get main(): { readonly name: string; readonly base: string; readonly body: string } {
    const [name, found] = [...this.classes].find(([, { base }]) => MAIN.test(base))!;
    return { name, ...found };
  }

  private membersOf(attributes: string, config: string | undefined, mapping: string): Member[] {
    const declared = declarationsIn(config ?? '');
    const passed = this.passedIn(mapping, declared);
    const members = new Map<string, Member>();

    for (const [, name, computed, optional, required, stored = '', getter] of attributes.matchAll(
      COMMENTED,
    )) {
      const given = passed.get(name!) ?? {
        type: this.typeOf(stored, getter!),
        isBlock: false,
        isSingle: false,
      };
      const flags = {
        computed: computed === 'true',
        optional: optional === 'true',
        required: required === 'true',
      };
      members.set(name!, { name: name!, ...flags, ...given });
    }
    // The structures of a provider's own configuration have no attributes to read, only arguments.
    for (const [name, given] of passed) {
      const optional = declared.get(name)?.optional ?? true;
      members.set(
        name,
        members.get(name) ?? { name, computed: false, optional, required: !optional, ...given },
      );
    }
    return [...members.values()];
  }

  private passedIn(
    mapping: string,
    declared: ReadonlyMap<string, { isBlock: boolean }>,
  ): Map<string, Passed> {
    const entries = [...mapping.matchAll(PASSED)].map(([, name, value, kind]): [string, Passed] => {
      const mapper = value!.replace(WRITE_ONLY, '$1').replace(/^[^?]* === undefined \? [^:]* : /, '');
      const [type, isListOfBlocks] = mappedType(mapper, kind!);
      const isSingle = type.kind !== kind && (kind === 'list' || kind === 'set');
      const whole: GeneratedType = isSingle ? { kind, element: type } : type;
      return [
        name!,
        {
          type: whole,
          isBlock: isSingle || isListOfBlocks || (declared.get(name!)?.isBlock ?? false),
          isSingle,
        },
      ];
    });
    return new Map(entries);
  }

  /** The type of what can only be read. */
  private typeOf(stored: string, getter: string): GeneratedType {
    const [, className, isSet] = /= new ([\w.]+)\(this, "\w+"(?:, (\w+))?\);/.exec(stored) ?? [];
    if (className !== undefined) {
      return this.typeOfClass(className, isSet === 'true');
    }

    const [, isToList, method = 'get'] = /(tolist\()?this\.(\w+)\('/.exec(getter) ?? [];
    const kind = isToList ? 'set' : 'list';
    switch (method) {
      case 'getStringAttribute':
        return PRIMITIVES.string!;
      case 'getNumberAttribute':
        return PRIMITIVES.number!;
      case 'getBooleanAttribute':
        return PRIMITIVES.boolean!;
      case 'getListAttribute':
        return { kind, element: PRIMITIVES.string! };
      case 'getNumberListAttribute':
        return { kind, element: PRIMITIVES.number! };
      default:
        return PRIMITIVES.any!;
    }
  }

  /** The type behind a class that stands for a value: of cdktf for simple values, generated for those with structures in them. */
  private typeOfClass(name: string, isSet: boolean): GeneratedType {
    const [, simple, around] =
      new RegExp(`^${LIBRARY}(String|Number|Boolean|Any)((?:List|Map)+)$`).exec(name) ?? [];
    if (simple !== undefined) {
      return typeAround(PRIMITIVES[simple.toLowerCase()]!, around!, isSet);
    }
    if (name.endsWith('OutputReference')) {
      return { kind: 'struct', struct: name.slice(0, -'OutputReference'.length) };
    }

    const { base = '', body = '' } = this.classes.get(name) ?? {};
    const [, element, isSetInside] = /return new (\w+)\(this[^;]*?(?:, (true|false))?\);/.exec(body) ?? [];
    if (element === undefined) {
      return PRIMITIVES.any!;
    }
    const inner = this.typeOfClass(element, isSetInside === 'true');
    return base === 'ComplexMap'
      ? { kind: 'map', element: inner }
      : { kind: isSet ? 'set' : 'list', element: inner };
  }
}

/** The type that a generated file is about, without reading any more of it. */
export function terraformTypeIn(text: string): string | undefined {
  return /^ *(?:public )?static readonly tfResourceType = "([^"]+)";/m.exec(text)?.[1];
}

function declarationsIn(config: string): Map<string, { isBlock: boolean; optional: boolean }> {
  const entries = [...config.matchAll(DECLARED)].flatMap(([, comment, mark]) => {
    const [, name] = /#(\w+) \w+#\1\}/.exec(comment!) ?? [];
    const isBlock = new RegExp(`^ *\\* ${name} block$`, 'm').test(comment!);
    return name === undefined ? [] : [[name, { isBlock, optional: mark === '?' }] as const];
  });
  return new Map(entries);
}

/** Type of an argument by the function that passes it on, and whether that takes lists for blocks. */
function mappedType(mapper: string, kind: string): [GeneratedType, boolean] {
  const [, simple] = new RegExp(`^${LIBRARY}(string|number|boolean|any)ToHclTerraform`).exec(mapper) ?? [];
  if (simple !== undefined) {
    return [PRIMITIVES[simple]!, false];
  }
  const [, collection, element] = new RegExp(`^${LIBRARY}(list|hash)MapperHcl\\((.*)$`).exec(mapper) ?? [];
  if (collection === 'hash') {
    const [inner] = mappedType(element!, 'list');
    return [inner.kind === 'dynamic' ? inner : { kind: 'map', element: inner }, false];
  }
  if (collection === 'list') {
    const [inner] = mappedType(element!, 'list');
    return [{ kind: kind === 'set' ? 'set' : 'list', element: inner }, /, true\)\([^()]*\)$/.test(mapper)];
  }
  const [, struct] = /^(\w+)ToHclTerraform/.exec(mapper)!;
  return [{ kind: 'struct', struct: `${struct![0]!.toUpperCase()}${struct!.slice(1)}` }, false];
}

/** `StringMapList` is a list of maps of strings. */
function typeAround(simple: GeneratedType, around: string, isSet: boolean): GeneratedType {
  const kinds = around.match(/List|Map/g)!;

  return kinds.reduce<GeneratedType>((element, kind, i) => {
    if (kind === 'Map') {
      return element.kind === 'dynamic' ? element : { kind: 'map', element };
    }
    return { kind: isSet && i === kinds.length - 1 ? 'set' : 'list', element };
  }, simple);
}
