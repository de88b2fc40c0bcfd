import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fn, Op, TerraformStack, Testing, Token } from 'cdktf';
import { withReferences } from '../../../lib/private/raw-expressions';
import { Call, CALLS, World } from '../../../tools/fuzz/calls';
import { outcomeOf, Place, placesIn, withValue } from '../../../tools/fuzz/substitutions';
import { describeWithTerraform } from '../../rehearsal/terraform';
import { expression, resolve } from '../synth';

const WRITTEN = '${terraform.workspace}';

/** An expression with braces of its own as a part of another one, where Terraform refuses it. */
const MISPLACED = /(?:[([{]|, |[*+] )\$\{terraform\.workspace\}/;

function at(value: unknown, place: Place): unknown {
  return place.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value);
}

/** Tokens of the expression, of the kind that a value is of. */
function tokensLike(value: unknown): unknown[] {
  const token = Token.asAny(WRITTEN);
  if (typeof value === 'number') {
    return [Token.asNumber(token)];
  }
  if (typeof value === 'string') {
    return [token, Token.asString(token)];
  }
  return Array.isArray(value) ? [Token.asList(token)] : [Token.asStringMap(token), Token.asAnyMap(token)];
}

function misplaced(call: Call): string[] {
  const args = call.args(new World());
  return placesIn(args).flatMap((place) =>
    tokensLike(at(args, place)).flatMap((token) => {
      const outcome = outcomeOf(call, (given) => withValue(given, place, token));
      return 'json' in outcome && MISPLACED.test(outcome.json) ? [place.join('.')] : [];
    }),
  );
}

test.each(CALLS.map((call) => [call.name, call] as const))(
  '%s takes an expression in a form that functions of Terraform take',
  (_, call) => {
    expect(misplaced(call)).toEqual([]);
  },
);

test('the same expression stays the same, and what is more than one stays as it is', () => {
  const [one, several] = [expression('${var.x}'), expression('${var.x} and ${var.y}')];

  expect(withReferences(one)).toBe(withReferences(one));
  expect(withReferences(several)).toBe(several);
  expect(withReferences(`a-${several}`)).toBe(`a-${several}`);
});

describeWithTerraform('Terraform', () => {
  test('reads expressions inside of functions, calculations and texts', () => {
    const stack = new TerraformStack(Testing.app(), 'test');
    const text = withReferences(expression('${upper("a{b")}')) as string;
    const braces = withReferences(expression('${lookup({ k = "v" }, "k")}')) as string;
    const number = withReferences(Token.asNumber(Token.asAny('${true ? 1 : 2}'))) as number;
    const list = withReferences(Token.asList(Token.asAny('${["a", "b"]}'))) as string[];
    const map = withReferences(Token.asStringMap(Token.asAny('${{ a = "b" }}'))) as Record<string, string>;
    const values = [
      Fn.join('-', ['x', braces, `y${braces}`]),
      `x ${text} ${braces}`,
      Op.mul(number, 24),
      Fn.concat([list, ['c']]),
      Fn.merge([map, { c: 'd' }]),
      map,
    ];
    const folder = mkdtempSync(join(tmpdir(), 'expressions-'));
    try {
      const output = { values: { value: resolve(stack, values) } };
      writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ output }));
      const terraform = (...args: string[]): string =>
        execFileSync('terraform', args, { cwd: folder, encoding: 'utf8' });
      terraform('apply', '-auto-approve', '-no-color');

      expect(JSON.parse(terraform('output', '-json', 'values'))).toEqual([
        'x-v-yv',
        'x A{B v',
        24,
        ['a', 'b', 'c'],
        { a: 'b', c: 'd' },
        { a: 'b' },
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
