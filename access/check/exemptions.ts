import { RuleConfig } from '../../app/config';
import { formatProblem } from '../../app/config/problems/config-error';
import { ClusterCheck, Found } from './cluster-check';
import { PEOPLE_KEYS } from './everybody';
import { fits } from './patterns';
import { ExemptFinding, Place } from './result';

type Exemption = RuleConfig['exemptions'][number];

/** Findings, those that may be taken out. */
export interface Exempted {
  readonly left: readonly Found[];
  readonly exempt: readonly ExemptFinding[];
  readonly notes: readonly string[];
}

interface Surroundings {
  readonly today: string;
  readonly placeOf: (index: number) => Place;
}

/** Takes out of the findings what an exemption fits and lets pass today. */
export function exempted(
  findings: readonly Found[],
  { exemptions }: RuleConfig,
  check: ClusterCheck,
  { today, placeOf }: Surroundings,
): Exempted {
  const fitting = exemptions.map((exemption) => fit(exemption, check));
  const left: Found[] = [];
  const exempt: ExemptFinding[] = [];
  const used = new Set<number>();

  for (const found of findings) {
    const indexes = fitting.flatMap((isFit, index) => (isFit(found) ? [index] : []));
    indexes.forEach((index) => used.add(index));
    const all = indexes.map((index) => exemptions[index]!);
    const valid = all.find(({ until }) => until >= today);
    if (valid) {
      const { text, chain, place } = found;
      const { reason, owner, until } = valid;
      exempt.push({ text, chain, ...(place && { place }), reason, owner, until });
    } else {
      left.push({ ...found, chain: [...found.chain, ...all.map(pastInWords)] });
    }
  }

  const unused = exemptions.flatMap((_, index) =>
    used.has(index)
      ? []
      : [formatProblem({ ...placeOf(index), message: 'nothing needs this exemption: remove it' })],
  );
  return { left, exempt, notes: unused };
}

function pastInWords({ until, owner, reason }: Exemption): string {
  return `its exemption ended on ${until} (${reason}; ask ${owner})`;
}

/** Whether something fits each of the keys that the exemption has. */
function fit(exemption: Exemption, check: ClusterCheck): (found: Found) => boolean {
  const names = PEOPLE_KEYS.some((key) => exemption[key].length > 0);
  const people = names ? new Set(check.withMembers(check.named(exemption).identities)) : undefined;
  const { roles, bindings, namespaces } = exemption;

  return ({ identity, role, binding, namespace }) =>
    (!people || (identity !== undefined && people.has(identity))) &&
    (roles.length === 0 || (role !== undefined && roles.includes(role))) &&
    (bindings.length === 0 || (binding !== undefined && bindings.includes(binding))) &&
    (namespaces.length === 0 ||
      (namespace !== undefined && namespaces.some((pattern) => fits(pattern, namespace))));
}
