/**
 * Finds the newest version that a constraint of `required_providers` allows, such as `4.55.0`, `~> 3.117` or
 * `>= 4.0, < 5.0`; undefined when there is none.
 */
export function newestMatch(constraint: string, versions: readonly string[]): string | undefined {
  const conditions = constraint.split(',').map(parseCondition);
  const matching = versions.filter((version) => conditions.every((holds) => holds(parts(version))));

  return matching.sort((a, b) => compare(parts(b), parts(a)))[0];
}

/** Whether a version is at least another, part by part. */
export function isAtLeast(version: string, minimum: string): boolean {
  return compare(parts(version), parts(minimum)) >= 0;
}

type Version = readonly number[];

function parseCondition(text: string): (version: Version) => boolean {
  const [, operator = '=', number = ''] = /^\s*(=|!=|>=|<=|>|<|~>)?\s*v?([\d.]+)\s*$/.exec(text) ?? [];
  if (number === '') {
    throw new Error(`version constraint '${text.trim()}' is not one that Terraform knows`);
  }
  const bound = parts(number);

  switch (operator) {
    case '!=':
      return (version) => compare(version, bound) !== 0;
    case '>=':
      return (version) => compare(version, bound) >= 0;
    case '<=':
      return (version) => compare(version, bound) <= 0;
    case '>':
      return (version) => compare(version, bound) > 0;
    case '<':
      return (version) => compare(version, bound) < 0;
    case '~>':
      // All but the last part that was written must stay.
      return (version) =>
        compare(version, bound) >= 0 && bound.slice(0, -1).every((part, index) => version[index] === part);
    default:
      return (version) => compare(version, bound) === 0;
  }
}

function parts(version: string): Version {
  return version.split('-')[0]!.split('.').map(Number);
}

function compare(a: Version, b: Version): number {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}
