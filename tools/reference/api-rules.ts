import { ApiMember, ApiType, Assembly } from '../packaging/jsii';

/** Packages whose types may appear in the API, as their next major version is a major version of everything. */
const FOUNDATIONS = ['cdktf', 'constructs'];

type Json = Readonly<Record<string, unknown>>;

/**
 * What the public API must not have though jsii accepts it, each as one sentence.
 *
 * `tests` are the texts of the test files by their paths, such as `test/lib/rbac-role.test.ts`.
 */
export function apiProblems(assembly: Assembly, tests: ReadonlyMap<string, string>): string[] {
  const types = Object.values(assembly.types);

  return [
    ...types.flatMap((type) => undocumented(type)),
    ...types.flatMap((type) => withoutDefault(type)),
    ...types.flatMap((type) => refusedTypes(assembly, type)),
    ...types.flatMap((type) => untested(type, tests)),
  ];
}

function undocumented(type: ApiType): string[] {
  const isMissing = ({ docs }: Pick<ApiMember, 'docs'>): boolean => (docs?.summary ?? '').trim() === '';

  return [
    ...(isMissing(type) ? [`${type.name} has no summary`] : []),
    ...named(type)
      .filter(({ member }) => isMissing(member))
      .map(({ name }) => `${name} has no summary`),
  ];
}

function withoutDefault(type: ApiType): string[] {
  return !type.datatype
    ? []
    : named(type)
        .filter(({ member }) => member.optional && !member.docs?.default)
        .map(({ name }) => `${name} is optional and has no @default`);
}

/** Members whose values are for the provider's schema to judge. */
const RAW = ['overrides'];

/** Unions and `any`, and types of other packages: a provider's among them, whose next major version would be ours. */
function refusedTypes({ name: ours }: Assembly, type: ApiType): string[] {
  const bases = [type.base, ...(type.interfaces ?? [])].filter((base) => base !== undefined);

  return [
    ...bases.flatMap((base) =>
      strangers(ours, { fqn: base }).map((found) => `${type.name} extends ${found}`),
    ),
    ...named(type).flatMap(({ name, member }) =>
      [
        ...(RAW.includes(member.name) ? [] : unions(member as unknown as Json)),
        ...strangers(ours, member as unknown as Json),
      ].map((found) => `${name} has ${found} in its signature`),
    ),
  ];
}

function unions(part: Json): string[] {
  return [
    ...('union' in part ? ['a union'] : []),
    ...('intersection' in part ? ['an intersection'] : []),
    ...(part.primitive === 'any' ? ["'any'"] : []),
    ...inside(part, unions),
  ];
}

function strangers(ours: string, part: Json): string[] {
  const { fqn } = part;
  const isStrange = typeof fqn === 'string' && ![ours, ...FOUNDATIONS].includes(fqn.split('.')[0]!);

  return [...(isStrange ? [`the type ${fqn}`] : []), ...inside(part, (child) => strangers(ours, child))];
}

function inside(part: Json, find: (child: Json) => string[]): string[] {
  return Object.values(part)
    .filter((child): child is Json => typeof child === 'object' && child !== null)
    .flatMap(find);
}

/** A class needs a test file of its own, an enum a test that uses it; an interface is tested with what takes it. */
function untested({ name, kind, locationInModule }: ApiType, tests: ReadonlyMap<string, string>): string[] {
  const testFile = `test/${locationInModule.filename.replace(/\.ts$/, '.test.ts')}`;

  if (kind === 'class' && !tests.has(testFile)) {
    return [`${name} has no ${testFile}`];
  }
  const isUsed = [...tests.values()].some((text) => new RegExp(`\\b${name}\\.`).test(text));
  return kind === 'enum' && !isUsed ? [`no test uses ${name}`] : [];
}

function named(type: ApiType): { name: string; member: ApiMember }[] {
  const members = [
    ...(type.initializer ? [{ ...type.initializer, name: 'constructor' }] : []),
    ...(type.members ?? []),
    ...(type.properties ?? []),
    ...(type.methods ?? []),
  ];
  return members.map((member) => ({ name: `${type.name}.${member.name}`, member }));
}
