import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Testing } from 'cdktf';
import * as ts from 'typescript';
import { Call, CALLS, World } from '../../tools/fuzz/calls';
import { isPlain, outcomeOf, placesIn, VALUES, withValue } from '../../tools/fuzz/substitutions';
import { propsOf } from '../../tools/reference/props-tables';

const LIB = join(__dirname, '..', '..', 'lib');

/** One of each kind; `npm run fuzz` has them all. */
const KINDS = ['null', "'x'", '1.5', 'true', '{}', '[null]', 'a symbol', 'a lazy value'];

/** Scope and ID are cdktf's to check. */
const FOUNDATION = ['scope', 'id'];

interface PublicFunction {
  readonly name: string;

  /** Types of what it takes beside scope and ID. */
  readonly types: readonly string[];
}

/** The public functions as the declarations have them. */
function declaredFunctions(): PublicFunction[] {
  return readdirSync(LIB)
    .filter((name) => name.endsWith('.ts'))
    .map((name) =>
      ts.createSourceFile(name, readFileSync(join(LIB, name), 'utf8'), ts.ScriptTarget.Latest, true),
    )
    .flatMap(({ statements }) => [...statements])
    .filter((one) => ts.isClassDeclaration(one) || ts.isInterfaceDeclaration(one))
    .filter((one) => has(one, ts.SyntaxKind.ExportKeyword))
    .flatMap((type) =>
      [...type.members]
        .filter(
          (one) =>
            ts.isConstructorDeclaration(one) || ts.isMethodDeclaration(one) || ts.isMethodSignature(one),
        )
        .filter((one) => !has(one, ts.SyntaxKind.PrivateKeyword) && !/^_/.test(one.name?.getText() ?? ''))
        .map((one) => ({
          name: ts.isConstructorDeclaration(one)
            ? `new ${type.name!.text}`
            : `${type.name!.text}.${one.name.getText()}`,
          types: one.parameters
            .filter(({ name }, _, all) => all.length === 1 || !FOUNDATION.includes(name.getText()))
            .map((parameter) => parameter.type!.getText()),
        })),
    )
    .filter(({ types }) => types.length > 0);
}

function has(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((one) => one.kind === kind);
}

/** Props of an interface, and of those that its props are, that none of the values has. */
function missingProps(type: string, values: readonly unknown[]): string[] {
  const name = type.replace(/\[\]$/, '');
  if (!/(Props|Options|Attributes|Import|Rule)$/.test(name)) {
    return [];
  }
  const structs = values.flat().filter((value) => typeof value === 'object' && value !== null);

  return propsOf(name).flatMap((prop) => {
    const given = structs
      .map((struct) => (struct as Record<string, unknown>)[prop.name])
      .filter((value) => value !== undefined);
    return given.length === 0 ? [`${name}.${prop.name}`] : missingProps(prop.type, given);
  });
}

/** Classes that the bindings for cdktf cannot define; test/lib/aad-aks-automatic-cluster.test.ts calls them with those for CDK Terrain. */
const OF_AZURERM_5 = /\b(AadAksAutomaticCluster|AksDeploymentSafeguards)\b/;

const functions = declaredFunctions().filter(({ name }) => !OF_AZURERM_5.test(name));

test('every public function of the library is called', () => {
  expect([...new Set(CALLS.map(({ name }) => name))].sort()).toEqual(
    [...new Set(functions.map(({ name }) => name))].sort(),
  );
});

test('every prop is given, except where a function shares its props with others', () => {
  const samples = CALLS.map((call) => ({ name: call.name, args: call.args(new World()) }));
  const missing = functions.flatMap(({ types }) =>
    types.flatMap((type) =>
      missingProps(
        type,
        samples
          .filter(({ name }) => functions.some((one) => one.name === name && one.types.includes(type)))
          .flatMap(({ args }) => args),
      ),
    ),
  );

  expect(missing).toEqual([]);
});

test.each(CALLS.map((call) => [call.name, call] as const))('%s takes valid arguments', (_, call) => {
  expect(outcomeOf(call, (args) => args)).toEqual({ json: expect.any(String) as string });
});

/** Errors that neither say where nor what, among what comes of putting each value into each place. */
function strangeErrors(call: Call): string[] {
  return placesIn(call.args(new World())).flatMap((place) =>
    KINDS.flatMap((name) => {
      const outcome = outcomeOf(call, (args, world) => withValue(args, place, VALUES.get(name)?.(world)));
      const error = 'error' in outcome ? (outcome.error as Error) : undefined;
      const isOurs = error?.name === 'ValidationError' || error?.message.startsWith('Validation failed');

      return error && !isOurs ? [`${place.join('.')} = ${name}: ${error.name}: ${error.message}`] : [];
    }),
  );
}

test.each(CALLS.map((call) => [call.name, call] as const))(
  '%s refuses in words what it cannot take',
  (_, call) => {
    expect(strangeErrors(call)).toEqual([]);
  },
  120_000,
);

/** Calls share lists and maps. */
function copyOf<T>(value: T): T {
  return Array.isArray(value)
    ? (value.map(copyOf) as T)
    : isPlain(value)
      ? (Object.fromEntries(Object.entries(value).map(([key, one]) => [key, copyOf(one)])) as T)
      : value;
}

function empty(value: unknown): void {
  if (Array.isArray(value)) {
    value.splice(0).forEach(empty);
  } else if (isPlain(value)) {
    Object.values(value).forEach(empty);
    Object.keys(value).forEach((key) => delete value[key]);
  }
}

test.each(CALLS.map((call) => [call.name, call] as const))(
  '%s has nothing of what becomes of its arguments afterwards',
  (_, call) => {
    const world = new World();
    const args = copyOf(call.args(world));
    call.run(world, ...args);
    empty(args);

    expect({ json: Testing.synth(world.stack, true) }).toEqual(outcomeOf(call, (given) => given));
  },
);
