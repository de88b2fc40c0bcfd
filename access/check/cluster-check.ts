import { AksConfig, RuleConfig } from '../../app/config';
import { API_VERBS, isConstrained } from '../../lib/shared/api-verbs';
import { closeTo } from '../../lib/shared/close-to';
import { ConfiguredAccess } from '../configured/configured-access';
import { Identity } from '../identities';
import { isDefaultBinding } from '../rbac/default-roles';
import { rightsNotCovered } from '../rbac/escalation';
import { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding } from '../rbac/objects';
import { HeldRole } from '../ways/rights';
import { Everybody, KIND_WORDS, Named, PEOPLE_KEYS } from './everybody';
import { fits, fitting } from './patterns';
import { GrantPlaces } from './places';
import { Finding, Place } from './result';
import { unasked } from './unasked';

type RuleOf<Type extends RuleConfig['type']> = Extract<RuleConfig, { type: Type }>;

export type { RuleOf };

/** A finding before exemptions are looked at, with what they go by. */
export interface Found extends Finding {
  readonly identity?: Identity;
  readonly namespace?: string;
  readonly binding?: string;
  readonly role?: string;
}

/** What a rule comes to in one cluster. */
export interface Verdict {
  readonly findings: readonly Found[];

  /** How many findings there may be. */
  readonly max?: number;

  /** Why it could never fail. */
  readonly pointless?: string;

  /** Why it cannot be told. */
  readonly unknown?: string;

  readonly notes?: readonly string[];
}

/** What all rules ask about one cluster. */
export class ClusterCheck {
  readonly everybody: Everybody;
  readonly places: GrantPlaces;
  private bound?: ReadonlyMap<string, readonly RoleBinding[]>;
  private administered?: ReadonlySet<string>;

  constructor(
    readonly config: AksConfig,
    readonly configured: ConfiguredAccess,
  ) {
    const { access } = configured;
    this.everybody = new Everybody(
      access,
      config.namespaces.map(({ name }) => name),
    );
    this.places = new GrantPlaces(config, access);
  }

  /** Role bindings that are not those of every cluster, by namespace. */
  get boundIn(): ReadonlyMap<string, readonly RoleBinding[]> {
    if (!this.bound) {
      const bound = new Map<string, RoleBinding[]>();
      for (const binding of this.configured.access.objects.roleBindings) {
        const { namespace } = binding.metadata;
        if (!isDefaultBinding(binding)) {
          const others = bound.get(namespace);
          if (others) {
            others.push(binding);
          } else {
            bound.set(namespace, [binding]);
          }
        }
      }
      this.bound = bound;
    }
    return this.bound;
  }

  /** Namespaces in which somebody but service accounts holds the rights of `admin` by a binding there. */
  get namespacesWithAdmin(): ReadonlySet<string> {
    if (!this.administered) {
      const { authorizer, objects } = this.configured.access;
      const admin = objects.clusterRoles.find(({ metadata }) => metadata.name === 'admin');
      const needed = admin ? (authorizer.rulesOfRole(bindingOfClusterRole(admin)) ?? []) : [];
      const isAdmin = (binding: RoleBinding): boolean =>
        binding.subjects.some(({ kind }) => kind !== 'ServiceAccount') &&
        rightsNotCovered(authorizer.rulesOfRole(binding) ?? [], needed).length === 0;

      const found = [...this.boundIn].filter(([, bindings]) => bindings.some(isAdmin));
      this.administered = new Set(found.map(([namespace]) => namespace));
    }
    return this.administered;
  }

  /** The rules of a role of the configuration, those of the roles that it is made of included. */
  rulesOf(role: Role | ClusterRole): readonly PolicyRule[] {
    return role.kind === 'Role'
      ? role.rules
      : (this.configured.access.authorizer.rulesOfRole(bindingOfClusterRole(role)) ?? []);
  }

  get hasDirectory(): boolean {
    return !this.configured.access.hasOtherPeople;
  }

  /** Everybody whom a rule names, groups first, and who in it is nobody. */
  named(named: Named): {
    identities: Identity[];
    strangers: { identity: Identity; words: string }[];

    /** What is wrong with a name that several have. */
    ambiguous?: string;
  } {
    let ambiguous: string | undefined;
    const identities: Identity[] = [];
    const strangers: { identity: Identity; words: string }[] = [];
    for (const key of [...PEOPLE_KEYS].sort((one) => (one === 'groups' ? -1 : 1))) {
      for (const name of named[key]) {
        const found = this.everybody.called(key, name);
        if (found.length === 1) {
          identities.push(found[0]!);
        } else if (found.length > 1) {
          ambiguous = `there are ${found.length} ${KIND_WORDS[key]}s '${name}' in the directory: write the object ID of the one that is meant`;
        } else {
          const guess = closeTo(
            name,
            this.everybody.identities.map((identity) => identity.name),
          );
          const hint = guess === undefined ? '' : `, did you mean '${guess}'?`;
          const where = this.hasDirectory ? 'in the directory' : 'that this configuration knows';
          strangers.push({
            identity: this.everybody.stranger(key, name),
            words: `there is no ${KIND_WORDS[key]} '${name}' ${where}${hint}`,
          });
        }
      }
    }
    return { identities, strangers, ...(ambiguous !== undefined && { ambiguous }) };
  }

  /** The same with the members of groups, each once. */
  withMembers(identities: readonly Identity[]): Identity[] {
    return [
      ...new Set([
        ...identities,
        ...identities.flatMap((identity) =>
          identity.kind === 'Group' ? this.everybody.membersOf(identity) : [],
        ),
      ]),
    ];
  }

  /** Namespaces that fit, and what is wrong with a pattern that none fits. */
  namespaces(
    patterns: readonly string[] | undefined,
    among?: Iterable<string>,
  ): { names: string[]; pointless?: string } {
    const all = this.everybody.namespaces;
    const missing = patterns?.find((pattern) => ![...all].some((name) => fits(pattern, name)));
    return {
      names: fitting(patterns, among ?? all),
      ...(missing !== undefined && { pointless: noNamespace(missing, all) }),
    };
  }

  /** What is wrong with a verb that no role could ever have. */
  unknownVerb(verbs: readonly string[]): string | undefined {
    const { roles, clusterRoles } = this.configured.access.objects;
    const unknown = verbs.find(
      (verb) =>
        !API_VERBS.includes(verb) &&
        !isConstrained(verb) &&
        ![...roles, ...clusterRoles].some(({ rules }) => rules.some(({ verbs: of }) => of.includes(verb))),
    );
    const guess = unknown === undefined ? undefined : closeTo(unknown, API_VERBS);
    return unknown === undefined
      ? undefined
      : `'${unknown}' is not a Kubernetes verb, and no role has it${guess ? `, did you mean '${guess}'?` : ''}`;
  }

  /** What is wrong with what a rule asks for, which nobody ever could. */
  unasked(rule: RuleOf<'can' | 'cannot'>): string | undefined {
    const { roles, clusterRoles } = this.configured.access.objects;

    return unasked(
      rule,
      [...roles, ...clusterRoles].flatMap(({ rules }) => rules),
    );
  }

  /** A finding about a role that somebody holds. */
  found(text: string, identity: Identity, role: HeldRole, more: readonly string[] = []): Found {
    const subject = this.everybody.subjectOf(identity, role);
    const place = role.binding && this.places.ofGrant(role.binding, subject);
    return {
      text,
      chain: [...this.everybody.chain(identity, role), ...more],
      identity,
      ...(role.namespace !== undefined && { namespace: role.namespace }),
      ...(role.binding && { binding: role.binding.metadata.name, role: role.binding.roleRef.name }),
      ...(place && { place }),
    };
  }

  placeOf(id: string): Place {
    return this.config.placeOf(['rules', id]);
  }
}

function noNamespace(pattern: string, all: ReadonlySet<string>): string {
  const guess = pattern.includes('*') ? undefined : closeTo(pattern, [...all]);
  const what = pattern.includes('*')
    ? `no namespace fits '${pattern}'`
    : `there is no namespace '${pattern}'`;
  const fix = "list what exists under 'namespaces' with 'create: false'";
  return `${what} in this configuration${guess ? `, did you mean '${guess}'?` : `: ${fix}`}`;
}

function bindingOfClusterRole({ metadata }: ClusterRole): ClusterRoleBinding {
  const roleRef = { kind: 'ClusterRole', name: metadata.name };

  return { kind: 'ClusterRoleBinding', metadata: { name: '' }, roleRef, subjects: [] };
}
