import { describeBinding } from '../cluster-access';
import { Identity } from '../identities';
import { wayInWords } from '../ways/ways';
import { ClusterCheck, Found, RuleOf, Verdict } from './cluster-check';
import { CONDITION_UNKNOWN, labelOf, MEMBERS_UNKNOWN } from './rights-rules';

/** Nobody else reaches cluster-admin. */
export function onlyClusterAdmins(rule: RuleOf<'onlyClusterAdmins'>, check: ClusterCheck): Verdict {
  const { identities, strangers, ambiguous } = check.named(rule);
  const allowed = new Set(check.withMembers(identities));
  const others = check.everybody.atTheTop.filter((identity) => !allowed.has(identity));

  return {
    findings: onceEach(others, check),
    ...(ambiguous !== undefined && { pointless: ambiguous }),
    ...(check.everybody.perhapsAtTheTop.some((identity) => !allowed.has(identity)) && {
      unknown: CONDITION_UNKNOWN,
    }),
    notes: check.hasDirectory ? strangers.map(({ words }) => words) : [],
  };
}

/** No more people than this reach it. */
export function maxClusterAdmins({ max }: RuleOf<'maxClusterAdmins'>, check: ClusterCheck): Verdict {
  const { atTheTop } = check.everybody;
  const people = atTheTop.filter(({ kind }) => kind === 'User').flatMap((one) => reaching(one, check));
  const groups = atTheTop.filter(({ kind }) => kind === 'Group').flatMap((one) => reaching(one, check));
  const everybody = groups.filter(({ identity }) => identity?.user.groups[0]?.startsWith('system:'));
  const opaque = groups.filter(({ identity }) => identity && check.everybody.isOpaque(identity));

  return {
    findings: [...everybody, ...people],
    ...(everybody.length === 0 && { max }),
    ...(opaque.length > 0 && { unknown: MEMBERS_UNKNOWN }),
    ...(check.everybody.perhapsAtTheTop.length > 0 && { unknown: CONDITION_UNKNOWN }),
  };
}

/** Groups first: what a group gives is not told once more of each member. */
function onceEach(identities: readonly Identity[], check: ClusterCheck): Found[] {
  const told = new Set<string>();
  const isGroup = ({ kind }: Identity): boolean => kind === 'Group';
  const inOrder = [...identities.filter(isGroup), ...identities.filter((identity) => !isGroup(identity))];
  return inOrder.flatMap((identity) =>
    reaching(identity, check).filter(({ key }) => {
      const isNew = !told.has(key);
      told.add(key);
      return isNew;
    }),
  );
}

/** How somebody is, or becomes, cluster administrator; none when they do not. */
function reaching(identity: Identity, check: ClusterCheck): (Found & { readonly key: string })[] {
  const { everybody } = check;
  const way = everybody.wayToTheTop(identity);
  if (way === undefined) {
    return [];
  }
  const [first] = way.steps;
  const role =
    first === undefined
      ? everybody.fullRole(identity)
      : everybody
          .rolesOf(identity)
          .find(({ binding }) => binding && first.by.includes(describeBinding(binding)));
  const text = `${labelOf(identity)} ${first === undefined ? 'is' : 'can become'} cluster administrator`;
  const more = first === undefined ? [] : [wayInWords(way)];
  return [
    role === undefined
      ? { text, chain: more, identity, key: `${identity.kind} ${identity.name}` }
      : { ...check.found(text, identity, role, more), key: everybody.holdKey(identity, role) },
  ];
}
