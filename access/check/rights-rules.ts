import { bindingId } from '../report/report';
import { Identity } from '../identities';
import { isDefaultBinding } from '../rbac/default-roles';
import { ClusterCheck, Found, RuleOf, Verdict } from './cluster-check';
import { inWords, RuleRequest, requestsOf } from './requests';

/** All of them can do all of it. */
export function can(rule: RuleOf<'can'>, check: ClusterCheck): Verdict {
  const { names, pointless } = check.namespaces(rule.namespaces);
  const { identities: named, strangers, ambiguous } = check.named(rule);
  const identities = named.map((identity) => check.everybody.withOuterGroups(identity));
  const places = rule.namespaces === undefined ? [undefined] : names;
  const requests = requestsOf(rule.verbs, rule.resources);

  const missing = [...identities, ...strangers.map(({ identity }) => identity)].flatMap((identity) =>
    places.flatMap((namespace) =>
      requests
        .filter((request) => !isAllowed(identity, request, namespace, check))
        .map((request) => ({ identity, request, namespace })),
    ),
  );
  const doubts = missing.map(({ identity, request, namespace }) =>
    isConditional(identity, request, namespace, check)
      ? CONDITION_UNKNOWN
      : identity.kind !== 'Group' && mayBeByGroup(identity, request, namespace, check)
        ? MEMBERS_UNKNOWN
        : undefined,
  );
  const certain = missing.filter((_, index) => doubts[index] === undefined);
  const unknown = doubts.find((doubt) => doubt !== undefined);
  const nobody = strangers.map(({ words }) => words);
  const never = pointless ?? ambiguous ?? check.unasked(rule);

  return {
    findings: certain.map(({ identity, request, namespace }): Found => ({
      text: `${labelOf(identity)} cannot ${request.words}${inWords(request.isNamespaced ? namespace : undefined)}`,
      chain: [...nobody, ...holdings(identity, namespace, check)],
      identity,
      ...(namespace !== undefined && { namespace }),
    })),
    ...(never !== undefined && { pointless: never }),
    ...(unknown !== undefined && { unknown }),
  };
}

/** None of them can do any of it. */
export function cannot(rule: RuleOf<'cannot'>, check: ClusterCheck): Verdict {
  const { names, pointless } = check.namespaces(rule.namespaces);
  const { identities, strangers, ambiguous } = check.named(rule);
  const requests = requestsOf(rule.verbs, rule.resources);
  const inPlace = (namespace: string | undefined): boolean =>
    namespace === undefined || rule.namespaces === undefined || names.includes(namespace);

  const told = new Set<string>();
  // Somebody whom nobody here knows may be there all the same, and holds what everybody does.
  const others = check.hasDirectory ? [] : strangers.map(({ identity }) => identity);
  const asked = [
    ...[...check.withMembers(identities), ...others].map((identity) => ({ identity, as: identity })),
    // What the groups around a group hold is told of its members, and of itself as long as nobody is in it.
    ...identities.map((identity) => ({ identity, as: check.everybody.withOuterGroups(identity) })),
  ];
  const findings = asked.flatMap(({ identity, as }) =>
    check.everybody.rolesOf(as).flatMap((role): Found[] => {
      const allowed = requests.filter(
        (request) =>
          (request.isNamespaced || role.namespace === undefined) &&
          check.everybody.reach(role, request.need) !== undefined,
      );
      if (allowed.length === 0 || !inPlace(role.namespace)) {
        return [];
      }
      // What a group grants is told of the group, and not once more of each member.
      const key = check.everybody.holdKey(as, role);
      if (told.has(key)) {
        return [];
      }
      told.add(key);
      const what = allowed.map(({ words }) => words).join(', ');
      const text = `${labelOf(identity)} can ${what}${inWords(role.namespace)}`;
      return [{ ...check.found(text, as, role), identity }];
    }),
  );

  const isUnknown = [...identities, ...strangers.map(({ identity }) => identity)].some((identity) =>
    requests.some((request) =>
      (rule.namespaces === undefined ? [undefined, ...names] : names).some((namespace) =>
        identity.kind === 'Group'
          ? check.everybody.isOpaque(identity) && somebodyElse(identity, request, namespace, check)
          : mayBeByGroup(identity, request, namespace, check),
      ),
    ),
  );
  const places = rule.namespaces === undefined ? [undefined, ...check.everybody.namespaces] : names;
  const isUnderCondition = check
    .withMembers(identities)
    .some((identity) =>
      places.some((namespace) =>
        requests.some((request) => isConditional(identity, request, namespace, check)),
      ),
    );
  const never =
    pointless ??
    ambiguous ??
    (isUnknown || isUnderCondition ? undefined : strangers[0]?.words) ??
    check.unknownVerb(rule.verbs) ??
    check.unasked(rule);
  return {
    findings,
    ...(never !== undefined && { pointless: never }),
    ...(isUnknown && { unknown: MEMBERS_UNKNOWN }),
    ...(isUnderCondition && { unknown: CONDITION_UNKNOWN }),
  };
}

export const MEMBERS_UNKNOWN =
  'who is in which group is not known: a tenant file says so, beside the configuration or with --tenant';

export const CONDITION_UNKNOWN =
  'an Azure role assignment has a condition that is not evaluated here: the report shows it';

/** Whether a condition decides that nobody here can evaluate. */
function isConditional(
  identity: Identity,
  { need, isNamespaced }: RuleRequest,
  namespace: string | undefined,
  { everybody }: ClusterCheck,
): boolean {
  return everybody.perhaps(identity, need, isNamespaced ? namespace : undefined);
}

/** `bob@contoso.com`, `group shop-developers`. */
export function labelOf({ kind, name }: Identity): string {
  const words = { User: '', Group: 'group ', ServicePrincipal: 'service principal ', ServiceAccount: '' };

  return kind === 'ServiceAccount' ? `service account ${name}` : `${words[kind]}${name}`;
}

function isAllowed(
  identity: Identity,
  request: RuleRequest,
  namespace: string | undefined,
  check: ClusterCheck,
): boolean {
  return hasRole(identity, request, namespace, check, (reach) => reach?.all === true);
}

/** Whether a role of somebody reaches what is asked for, as far as it must. */
function hasRole(
  identity: Identity,
  { need, isNamespaced }: RuleRequest,
  namespace: string | undefined,
  { everybody }: ClusterCheck,
  isEnough: (reach: ReturnType<typeof everybody.reach>) => boolean,
): boolean {
  return everybody
    .rolesIn(identity, isNamespaced ? namespace : undefined)
    .some((role) => isEnough(everybody.reach(role, need)));
}

/** Whether somebody can do it if they are in a group whose members nobody here knows. */
function mayBeByGroup(
  { kind }: Identity,
  request: RuleRequest,
  namespace: string | undefined,
  check: ClusterCheck,
): boolean {
  return (
    kind !== 'ServiceAccount' &&
    check.everybody.opaqueGroups.some((group) => isReached(group, request, namespace, check))
  );
}

/** Whether anybody else can, who might be a member of the group. */
function somebodyElse(
  group: Identity,
  request: RuleRequest,
  namespace: string | undefined,
  check: ClusterCheck,
): boolean {
  return check.everybody.identities.some(
    (other) =>
      other !== group && other.kind !== 'ServiceAccount' && isReached(other, request, namespace, check),
  );
}

function isReached(
  identity: Identity,
  request: RuleRequest,
  namespace: string | undefined,
  check: ClusterCheck,
): boolean {
  return hasRole(identity, request, namespace, check, (reach) => reach !== undefined);
}

/** What somebody holds in a place, for whoever wonders why it is not enough. */
function holdings(identity: Identity, namespace: string | undefined, { everybody }: ClusterCheck): string[] {
  const held = everybody
    .rolesIn(identity, namespace)
    .flatMap(({ binding, id }) =>
      binding && !isDefaultBinding(binding) ? [`${id} by ${bindingId(binding)}`] : [],
    );
  const surprises = everybody.nearMisses(identity);
  return [held.length > 0 ? `holds ${held.join(', ')}` : 'holds nothing there', ...surprises];
}
