import { RuleConfig } from '../../app/config';
import { closeTo } from '../../lib/shared/close-to';
import { configuredAccess } from '../configured/configured-access';
import { SynthesizedApp } from '../configured/synthesized-app';
import { Tenant } from '../directory/tenant';
import { maxClusterAdmins, onlyClusterAdmins } from './admin-rules';
import { ClusterCheck, Found, Verdict } from './cluster-check';
import { Exempted, exempted } from './exemptions';
import { grantsToGroups, namespaceAdmins, noWildcardVerbs } from './grant-rules';
import { RuleResult } from './result';
import { can, cannot } from './rights-rules';

/** What a check takes beside the clusters. */
export interface CheckOptions {
  readonly tenant?: Tenant;

  /** Day in UTC, `2026-11-29`. */
  readonly today: string;

  /** Keys of all clusters of the configuration, when only some are checked. */
  readonly keys?: readonly (string | undefined)[];
}

/** Holds clusters against the rules of their configuration, in the order of the file. */
export function checkRules(apps: readonly SynthesizedApp[], options: CheckOptions): RuleResult[] {
  const keys = options.keys ?? apps.map(({ config }) => config.key);
  const results = apps.map((app) => {
    const check = new ClusterCheck(app.config, configuredAccess(app, options.tenant));
    return Object.entries(app.config.rules)
      .filter(([, rule]) => isMeant(rule, app.config.key))
      .map(([id, rule]) => resultOf(id, rule, check, options.today));
  });

  return [...sensible(results.flat()), ...ofNoCluster(apps, keys)];
}

/** The day in UTC. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function resultOf(id: string, rule: RuleConfig, check: ClusterCheck, today: string): RuleResult {
  const verdict = verdictOn(rule, check);
  const { left, exempt, notes } = exempted(verdict.findings, rule, check, {
    today,
    placeOf: (index) => check.config.placeOf(['rules', id, 'exemptions', index]),
  });
  const { type, severity, description } = rule;
  return {
    id,
    type,
    severity,
    ...(description !== undefined && { description }),
    cluster: check.config.key ?? check.config.cluster.name,
    place: check.placeOf(id),
    ...outcomeOf(verdict, left),
    exempt,
    notes: [...(verdict.notes ?? []), ...notes],
  };
}

function verdictOn(rule: RuleConfig, check: ClusterCheck): Verdict {
  switch (rule.type) {
    case 'can':
      return can(rule, check);
    case 'cannot':
      return cannot(rule, check);
    case 'onlyClusterAdmins':
      return onlyClusterAdmins(rule, check);
    case 'maxClusterAdmins':
      return maxClusterAdmins(rule, check);
    case 'grantsToGroups':
      return grantsToGroups(rule, check);
    case 'namespaceAdmins':
      return namespaceAdmins(rule, check);
    case 'noWildcardVerbs':
      return noWildcardVerbs(rule, check);
  }
}

/** What is broken for certain counts for more than what cannot be told, and a mistake in the rule for more than that. */
function outcomeOf(
  { max = 0, pointless, unknown }: Verdict,
  left: Exempted['left'],
): Pick<RuleResult, 'outcome' | 'because' | 'findings'> {
  const findings = left.map(({ text, chain, place }: Found) => ({ text, chain, ...(place && { place }) }));
  if (left.length > max) {
    return {
      outcome: 'broken',
      findings,
      ...(max > 0 && { because: `${left.length} people, and ${max} may be` }),
    };
  }
  if (pointless !== undefined) {
    return { outcome: 'pointless', because: pointless, findings: [] };
  }
  return unknown === undefined
    ? { outcome: 'kept', findings: [] }
    : { outcome: 'unknown', because: unknown, findings: [] };
}

function isMeant({ clusters }: RuleConfig, key: string | undefined): boolean {
  return clusters === undefined || (key !== undefined && clusters.includes(key));
}

/** Of several clusters, one need not have what another has. */
function sensible(results: readonly RuleResult[]): RuleResult[] {
  const isPointless = ({ outcome }: RuleResult): boolean => outcome === 'pointless';
  const ids = [...new Set(results.map(({ id }) => id))];

  return ids.flatMap((id) => {
    const ofRule = results.filter((result) => result.id === id);
    return ofRule.every(isPointless) ? ofRule.slice(0, 1) : ofRule.filter((result) => !isPointless(result));
  });
}

/** Rules for clusters that there are not. */
function ofNoCluster([app]: readonly SynthesizedApp[], keys: readonly (string | undefined)[]): RuleResult[] {
  const known = keys.flatMap((key) => key ?? []);
  const { config } = app ?? {};

  return Object.entries(config?.rules ?? {}).flatMap(([id, rule]) => {
    const missing = rule.clusters?.find((key) => !known.includes(key));
    if (missing === undefined || !config) {
      return [];
    }
    const guess = closeTo(missing, known);
    const hint = guess ? `, did you mean '${guess}'?` : `: use ${known.join(' or ') || 'no clusters here'}`;
    const { type, severity, description } = rule;
    return [
      {
        id,
        type,
        severity,
        ...(description !== undefined && { description }),
        cluster: missing,
        place: config.placeOf(['rules', id, 'clusters', rule.clusters!.indexOf(missing)]),
        outcome: 'pointless' as const,
        because: `no cluster has the key '${missing}'${hint}`,
        findings: [],
        exempt: [],
        notes: [],
      },
    ];
  });
}
