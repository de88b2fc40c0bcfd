import {
  argumentsOf,
  CLUSTER,
  ignoredProblems,
  NODE_POOL,
  OverridesProblem,
  overridesProblems,
  unsafeOverrides,
} from '../../../lib/shared/overrides';
import { azurermGeneration } from '../../../lib/shared/azurerm-bindings';
import { ignoredSettings } from '../../../lib/shared/ignored-settings';
import { AzurermArguments } from '../../../lib/shared/azurerm-arguments';
import { items, Path, Report, section, Section } from './section';

/** The rules of aks.yaml about raw arguments of azurerm: its schema must have them. */
export function checkOverrides(config: unknown, report: Report): void {
  const { aad, azure, cluster } = section(config);
  const { azurerm } = section(azure);
  const generation = azurermGeneration(
    section(aad).mode === 'legacy',
    azurerm === '4' || azurerm === '5' ? azurerm : undefined,
  );
  const clusterArguments = argumentsOf(CLUSTER, generation);
  const defaultPool = clusterArguments.default_node_pool as AzurermArguments;
  const check = (value: unknown, known: AzurermArguments, where: string, path: Path): void =>
    checkOne(section(value), known, `${where} in azurerm ${generation}.x`, path, report);

  check(cluster, clusterArguments, CLUSTER, ['cluster']);
  checkSafe(section(cluster), report);
  checkIgnored(section(cluster), report);
  check(section(cluster).defaultNodePool, defaultPool, `${CLUSTER}.default_node_pool`, [
    'cluster',
    'defaultNodePool',
  ]);
  items(section(cluster).nodePools).forEach((pool, i) =>
    check(pool, argumentsOf(NODE_POOL, generation), NODE_POOL, ['cluster', 'nodePools', i]),
  );
}

/** What takes Azure AD or Kubernetes RBAC away is no raw argument. */
function checkSafe({ overrides, security }: Section, report: Report): void {
  const allowed = items(section(security).unsafeAllow);
  for (const { path, problem } of unsafeOverrides(section(overrides), allowed)) {
    report(['cluster', 'overrides', ...path], problem.replaceAll('security.', 'cluster.security.'));
  }
}

/** A cluster that exists has no time at which an ignored setting would count; others are warned about. */
function checkIgnored(cluster: Section, report: Report): void {
  if (cluster.import === undefined) {
    return;
  }
  for (const { path, argument } of ignoredSettings(cluster, items(cluster.ignoreChanges))) {
    report(
      ['cluster', ...path],
      `has no effect, as cluster.ignoreChanges names '${argument}' and the cluster exists: remove one of the two`,
    );
  }
}

function checkOne(value: Section, known: AzurermArguments, where: string, path: Path, report: Report): void {
  const found: [string, OverridesProblem[]][] = [
    ['overrides', overridesProblems(known, section(value.overrides), where)],
    [
      'ignoreChanges',
      ignoredProblems(
        known,
        items(value.ignoreChanges).filter((one) => typeof one === 'string'),
        where,
      ),
    ],
  ];
  for (const [key, problems] of found) {
    for (const { path: at, problem } of problems) {
      report([...path, key, ...at], problem);
    }
  }
}
