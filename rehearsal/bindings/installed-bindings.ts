import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { GeneratedSource, terraformTypeIn } from './generated-source';

/** Where packages of bindings are published; the second continues the first. */
const SCOPES = ['@cdktf', '@cdktn'];

/** Where `cdktf get` writes bindings to, unless cdktf.json says otherwise. */
const GENERATED = '.gen';

const SOURCE_MAP = /^\/\/# sourceMappingURL=data:application\/json;base64,(\S+)/m;

/** The bindings of one provider that a project has. */
export class InstalledBindings {
  /**
   * Finds the bindings of a provider in a project; undefined when there are none.
   *
   * @param source the provider as the project calls it, such as `hashicorp/random` or `registry.terraform.io/hashicorp/random`
   * @param folder the project's folder; packages are looked for as Node.js does, from there and then from here
   */
  static find(source: string, folder: string): InstalledBindings | undefined {
    const [name, namespace = 'hashicorp'] = source.toLowerCase().split('/').reverse() as [string, string?];

    const generated = join(folder, GENERATED, 'providers', name);
    if (existsSync(generated)) {
      return new InstalledBindings(generated, name);
    }
    const places = [folder, __dirname].flatMap(
      (place) => createRequire(join(place, 'app.js')).resolve.paths('x') ?? [],
    );
    for (const place of places) {
      for (const scope of SCOPES) {
        const directory = join(place, scope, `provider-${name}`);
        if (providerOf(directory)?.endsWith(`${namespace}/${name}`)) {
          return new InstalledBindings(join(directory, 'lib'), name);
        }
      }
    }
    return undefined;
  }

  private types?: ReadonlyMap<string, string>;

  private constructor(
    private readonly directory: string,
    private readonly name: string,
  ) {}

  resource(type: string): GeneratedSource | undefined {
    return this.read(this.without(type), type);
  }

  dataSource(type: string): GeneratedSource | undefined {
    return this.read(`data-${type}`, type);
  }

  /** The provider's own configuration. */
  get provider(): GeneratedSource | undefined {
    return this.read('provider', this.name);
  }

  /** A folder is named after its type, unless the name means something to a programming language. */
  private read(likely: string, type: string): GeneratedSource | undefined {
    const isData = likely.startsWith('data-');
    const expected = likely.replaceAll('_', '-');
    const found =
      terraformTypeIn(this.declarations(expected)) === type
        ? expected
        : this.folders.find(
            (folder) => folder.startsWith('data-') === isData && this.typeOf(folder) === type,
          );

    return found === undefined ? undefined : new GeneratedSource(this.text(found));
  }

  private get folders(): string[] {
    return readdirSync(this.directory);
  }

  private typeOf(folder: string): string | undefined {
    this.types ??= new Map(this.folders.map((one) => [one, terraformTypeIn(this.declarations(one)) ?? '']));
    return this.types.get(folder);
  }

  private without(type: string): string {
    return type.startsWith(`${this.name}_`) ? type.slice(this.name.length + 1) : type;
  }

  private declarations(folder: string): string {
    const files = ['index.ts', 'index.d.ts'].map((file) => join(this.directory, folder, file));
    const file = files.find((one) => existsSync(one));
    return file === undefined ? '' : readFileSync(file, 'utf8');
  }

  /** The TypeScript of a type, with the structures that the generator has put into files of their own. */
  private text(folder: string): string {
    const directory = join(this.directory, folder);
    const structures = join(directory, 'index-structs');
    const more = existsSync(structures) ? readdirSync(structures).map((file) => join(structures, file)) : [];
    const files = [...readdirSync(directory).map((file) => join(directory, file)), ...more];

    return files.map(sourceIn).join('\n');
  }
}

/** TypeScript itself, or what compiled JavaScript has kept of it: packages of bindings carry it in their source maps. */
function sourceIn(file: string): string {
  if (file.endsWith('.ts')) {
    return file.endsWith('.d.ts') ? '' : readFileSync(file, 'utf8');
  }
  if (!file.endsWith('.js')) {
    return '';
  }
  const [, encoded] = SOURCE_MAP.exec(readFileSync(file, 'utf8')) ?? [];
  if (encoded === undefined) {
    return '';
  }
  const { sourcesContent = [] } = JSON.parse(Buffer.from(encoded, 'base64').toString()) as {
    readonly sourcesContent?: readonly string[];
  };
  return sourcesContent.join('\n');
}

function providerOf(directory: string): string | undefined {
  const file = join(directory, 'package.json');
  if (!existsSync(file)) {
    return undefined;
  }
  const { cdktf, cdktn } = JSON.parse(readFileSync(file, 'utf8')) as Record<
    'cdktf' | 'cdktn',
    { readonly provider?: { readonly name?: string } } | undefined
  >;
  return (cdktf ?? cdktn)?.provider?.name?.toLowerCase();
}
