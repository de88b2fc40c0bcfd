import { CALLS, World } from './calls';
import { evaluatedIn, KEYS_OF_JAVASCRIPT, REFERENCES } from './strange-texts';
import { Outcome, outcomeOf, placesIn, VALUES, withValue } from './substitutions';
import { Finding, kindOf, Target } from './target';
import { at, Path, rename } from './trees';

/** Something else in the arguments of a call: a value, by name, or another name for a key, in one place. */
interface Change {
  readonly place: Path;
  readonly value?: string;
  readonly key?: string;
}

interface CallInput {
  /** Index of the call in `CALLS`. */
  readonly call: number;
  readonly changes: readonly Change[];
}

const ALL_VALUES: ReadonlyMap<string, (world: World) => unknown> = new Map([
  ...VALUES,
  ...[...REFERENCES, ...KEYS_OF_JAVASCRIPT, '*', 'a-b', '{}', 'system:masters', '\u001b[31m'].map(
    (text) => [JSON.stringify(text), () => text] as const,
  ),
]);

const KEYS: readonly string[] = [...KEYS_OF_JAVASCRIPT, ...REFERENCES, 'x', 'namespaces', 'resourceName', ''];

/** Calls of the library with a few of their arguments changed. */
export const library: Target<CallInput> = {
  name: 'call of the library',

  generate: (random) => {
    const call = random.below(CALLS.length);
    const places = placesIn(CALLS[call]!.args(new World()));
    const changes = Array.from({ length: 1 + random.below(3) }, (): Change => {
      const place = random.of(places);
      return typeof place.at(-1) === 'string' && random.below(4) === 0
        ? { place, key: random.of(KEYS) }
        : { place, value: random.of([...ALL_VALUES.keys()]) };
    });
    return { call, changes: places.length > 0 ? changes : [] };
  },

  judge: (input) => {
    const call = CALLS[input.call]!;
    const outcome = outcomeOf(call, (args, world) => changed(args, input.changes, world));
    if ('error' in outcome) {
      return judgedError(outcome.error);
    }
    const world = new World();
    const args = changed(call.args(world), input.changes, world);
    return judgedOutput(
      outcome.json,
      args,
      outcomeOf(call, (valid) => valid),
    );
  },

  *smaller({ call, changes }) {
    for (const one of changes) {
      yield { call, changes: changes.filter((other) => other !== one) };
    }
  },

  show: ({ call, changes }) =>
    [
      CALLS[call]!.name,
      ...changes.map(({ place, value, key }) =>
        value === undefined
          ? `  the key ${place.join('.')} called ${JSON.stringify(key)}`
          : `  ${place.join('.')} = ${value}`,
      ),
    ].join('\n'),
};

function changed(args: unknown[], changes: readonly Change[], world: World): unknown[] {
  return changes.reduce<unknown[]>((given, { place, value, key }) => {
    const around = at(given, place.slice(0, -1));
    if (
      typeof around !== 'object' ||
      around === null ||
      !Object.keys(around).includes(String(place.at(-1)))
    ) {
      // An earlier change has taken the place away.
      return given;
    }
    return value === undefined
      ? (rename(given, place, key!) as unknown[])
      : withValue(given, place, ALL_VALUES.get(value)!(world));
  }, args);
}

function judgedError(error: unknown): Finding | undefined {
  const { name, message } = error as Error;
  const isOurs = name === 'ValidationError' || message.startsWith('Validation failed');

  return isOurs ? undefined : { kind: kindOf(error), detail: (error as Error).stack ?? message };
}

function judgedOutput(json: string, args: unknown[], valid: Outcome): Finding | undefined {
  const expected = new Set('json' in valid ? evaluatedIn(valid.json) : []);
  const strange = evaluatedIn(json).find(
    (text) => !expected.has(text) && REFERENCES.some((one) => text.includes(one)),
  );
  const isMarked = json.includes('TfToken') || json.includes('/etc/passwd');
  if (strange !== undefined || isMarked) {
    return { kind: 'a text that became a reference', detail: json };
  }

  // Wherever a key that limits a grant was given, whatever its value is, the grant has that limit.
  const { resource = {} } = JSON.parse(json) as {
    resource?: Record<string, Record<string, { rule?: object[] }>>;
  };
  const [props] = args;
  const has = (key: string, of: unknown = props): boolean =>
    typeof of === 'object' && of !== null && Object.keys(of).includes(key);
  const isInCluster =
    'kubernetes_cluster_role_binding_v1' in resource || 'kubernetes_cluster_role_v1' in resource;
  if (has('namespace') && has('role') && isInCluster) {
    return { kind: 'a grant in the whole cluster for one with a namespace', detail: json };
  }
  const rules = has('rules') ? ((props as { rules: unknown }).rules as unknown[]) : [];
  const limited = Array.isArray(rules) && rules.some((rule) => has('resourceNames', rule));
  const roles = ['kubernetes_cluster_role_v1', 'kubernetes_role_v1'].flatMap((type) =>
    Object.values(resource[type] ?? {}),
  );
  if (limited && !roles.some(({ rule = [] }) => rule.some((one) => has('resource_names', one)))) {
    return { kind: 'a rule for all objects for one with resourceNames', detail: json };
  }
  return undefined;
}
