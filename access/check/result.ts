import { ConfigProblem, RuleConfig } from '../../app/config';

/** Where something is written. */
export type Place = Omit<ConfigProblem, 'message'>;

/**
 * `unknown`: the directory, or what a cluster has beside the configuration, would have to be known. `pointless`: it could never
 * fail, because somebody or something that it names is not there.
 */
export type Outcome = 'kept' | 'broken' | 'unknown' | 'pointless';

/** One way in which a rule is broken. */
export interface Finding {
  /** `bob@contoso.com can get secrets in namespace 'payments'`. */
  readonly text: string;

  /** From somebody to what breaks the rule: memberships, bindings, roles, and what can be done with them. */
  readonly chain: readonly string[];

  /** Where what breaks it is granted, if that can be told. */
  readonly place?: Place;
}

type Exemption = RuleConfig['exemptions'][number];

/** Something that breaks a rule, and may for a while. */
export interface ExemptFinding extends Finding, Pick<Exemption, 'reason' | 'owner' | 'until'> {}

/** What has become of one rule in one cluster. */
export interface RuleResult {
  readonly id: string;
  readonly type: RuleConfig['type'];
  readonly severity: RuleConfig['severity'];
  readonly description?: string;

  /** Name of the cluster. */
  readonly cluster: string;

  /** Where the rule is written. */
  readonly place: Place;

  readonly outcome: Outcome;

  /** Why it is unknown or pointless. */
  readonly because?: string;

  readonly findings: readonly Finding[];
  readonly exempt: readonly ExemptFinding[];

  /** What is worth a look and changes nothing, such as an exemption that nothing needs any more. */
  readonly notes: readonly string[];
}

/** Whether a check fails by it, whatever the severity of the rule: what could never fail is a mistake in the rule itself. */
export function failsCheck({ outcome, severity }: RuleResult): boolean {
  return outcome === 'pointless' || (outcome === 'broken' && severity === 'error');
}
