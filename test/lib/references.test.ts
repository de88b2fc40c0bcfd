import { Fn, TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Call, CALLS, World } from '../../tools/fuzz/calls';
import { evaluatedIn, REFERENCES } from '../../tools/fuzz/strange-texts';
import { Outcome, outcomeOf, Place, placesIn, withValue } from '../../tools/fuzz/substitutions';
import { KubernetesNamespace } from '../../lib';
import { isMadeCollection, isMadeNumber, strangeReferenceIn } from '../../lib/shared/references';
import { describeWithTerraform } from '../rehearsal/terraform';
import { connect } from './connected';
import { metadataOf } from './provider-generations';
import { expression, Synthesized } from './synth';

/** Props whose keys are data as well. */
const MAPS = ['annotations', 'labels', 'tags', 'aggregateFrom', 'overrides'];

type Text = (world: World) => string;

/**
 * Also what stands for the secret of the program in another place than this. Of the first token of the process nobody knows
 * what it is, as files of tests share one.
 */
const TEXTS: readonly Text[] = [
  ...REFERENCES.filter((text) => !text.includes('TOKEN.0')).map((text) => () => text),
  (world) => world.secret.replace('$', '#'),
  (world) => world.secret.replace('$', '&'),
];

function at(value: unknown, place: Place): unknown {
  return place.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value);
}

/** The same arguments with another name for a key. */
function withKey(args: unknown[], place: Place, key: string): unknown[] {
  const map = place.slice(0, -1);
  const renamed = Object.entries(at(args, map) as object).map(([name, value]) => [
    name === place.at(-1) ? key : name,
    value as unknown,
  ]);

  return withValue(args, map, Object.fromEntries(renamed));
}

/** What became of texts, in places of the arguments, that is neither an error in words nor the same as without them. */
function evaluated(call: Call): string[] {
  const plain = outcomeOf(call, (args) => args);
  const expected = new Set('json' in plain ? evaluatedIn(plain.json) : []);
  const isHarmless = (outcome: Outcome): boolean =>
    'json' in outcome
      ? evaluatedIn(outcome.json).every((text) => expected.has(text)) && !outcome.json.includes('TfToken')
      : /^Validation|^ValidationError/.test(
          `${(outcome.error as Error).name}: ${(outcome.error as Error).message}`,
        );

  const args = call.args(new World());
  return placesIn(args).flatMap((place) => {
    const isText = typeof at(args, place) === 'string';
    const isKey = place.slice(0, -1).some((key) => MAPS.includes(String(key)));
    return TEXTS.flatMap((text) => [
      ...(isText ? [outcomeOf(call, (given, world) => withValue(given, place, text(world)))] : []),
      ...(isKey ? [outcomeOf(call, (given, world) => withKey(given, place, text(world)))] : []),
    ])
      .filter((outcome) => !isHarmless(outcome))
      .map((outcome) => `${place.join('.')}: ${'json' in outcome ? outcome.json : String(outcome.error)}`);
  });
}

test.each(CALLS.map((call) => [call.name, call] as const))(
  'no text in the arguments of %s becomes a reference',
  (_, call) => {
    expect(evaluated(call)).toEqual([]);
  },
  120_000,
);

describe('what a program has made', () => {
  const stack = new TerraformStack(Testing.app(), 'tokens');
  const { stringValue, numberValue, listValue } = new TerraformVariable(stack, 'value', {});
  const map = Token.asStringMap(Fn.merge([{ a: 'b' }, { c: 'd' }]));

  test('is taken, in whatever form cdktf gives it', () => {
    expect(strangeReferenceIn(`${stringValue}-${numberValue}-${stringValue}`)).toBeUndefined();
    expect(isMadeNumber(numberValue)).toBe(true);
    const lists = [listValue, [...listValue], Token.asNumberList(Fn.range(1, 3)), map];
    expect(lists.map(isMadeCollection)).toEqual([true, true, true, true]);
  });

  test('is not taken in another form', () => {
    const asListEntry = stringValue.replace('$', '#');

    expect(strangeReferenceIn(asListEntry)).toBe('a marker of cdktf');
    expect(isMadeCollection([asListEntry])).toBe(false);
    expect(isMadeCollection({ [stringValue.replace('$', '&')]: 'x' })).toBe(false);
    expect(strangeReferenceIn(`${stringValue}\${var.x}`)).toBe("'${'");
  });
});

describeWithTerraform('Terraform', () => {
  const TEXTS = [
    '50%',
    '50 % {off}',
    '$ {x}',
    '#{x} &{x} {{x}}',
    'a$b%c',
    '"\\n',
    'a\nb\tc',
    '1e+289',
    'ümläut ☃',
    "'<!--",
  ];

  test('gives out texts, keys and escaped expressions as they were written', () => {
    const stack = new TerraformStack(Testing.app(), 'test');
    const annotations = {
      ...Object.fromEntries(TEXTS.map((text, index) => [`text-${index}`, text])),
      meant: expression('50%%{off} $${x} ${upper("a")}'),
    };
    new KubernetesNamespace(stack, 'Namespace', { name: 'shop', annotations, connection: connect(stack) });
    const { resource } = JSON.parse(Testing.synth(stack, true)) as Synthesized;
    const [namespace] = Object.values(resource.kubernetes_namespace_v1!);

    const folder = mkdtempSync(join(tmpdir(), 'references-'));
    const terraform = (...args: string[]): string =>
      execFileSync('terraform', args, { cwd: folder, encoding: 'utf8' });
    try {
      const output = { metadata: { value: metadataOf(namespace!) } };
      writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ output }));
      terraform('apply', '-auto-approve', '-no-color');

      expect(JSON.parse(terraform('output', '-json', 'metadata'))).toEqual({
        name: 'shop',
        annotations: { ...annotations, meant: '50%{off} ${x} A' },
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
