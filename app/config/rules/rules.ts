import type { z } from 'zod';
import { UnsafeSetting } from '../../../lib/unsafe-setting';
import { isAutomatic } from './automatic';
import { checkCluster } from './cluster';
import { checkAccess, checkApprovers, checkDeployers } from './access';
import { checkAccessRules } from './access-rules';
import { checkOverrides } from './overrides';
import { checkOtherTenant } from './other-tenant';
import { checkState } from './state';
import { isOurs, items, Path, Report, section, Section } from './section';

/**
 * The rules between keys of aks.yaml.
 *
 * They also run on a file that has other problems, so every value is looked at before it is trusted.
 */

export function checkTogether(config: unknown, context: z.RefinementCtx): void {
  const { aad, cluster, kubernetes, rules, state, terraform } = section(config);
  const report: Report = (path, message) => context.addIssue({ code: 'custom', path, message });

  checkSignIn(section(aad), section(cluster), report);
  checkLegacy(section(aad), section(cluster), report);
  const { activation } = section(section(section(aad).adminGroup).eligible);
  checkApprovers(
    section(activation).approvers,
    ['aad', 'adminGroup', 'eligible', 'activation', 'approvers'],
    report,
  );
  checkCredentials(section(aad), section(cluster), section(kubernetes), report);
  checkCluster(config, report);
  checkOverrides(config, report);
  checkOtherTenant(section(config), report);
  checkAccess(section(config), report);
  checkDeployers(section(config).deployers, report);
  checkAccessRules(section(rules), report);
  checkState(section(state), report);
  checkTerraform(section(terraform), section(state), report);
}

/** HCP Terraform and its like run Terraform themselves, and refuse the option. */
function checkTerraform({ parallelism }: Section, { backend }: Section, report: Report): void {
  if (parallelism !== undefined && (backend === 'hcp' || backend === 'remote')) {
    report(
      ['terraform', 'parallelism'],
      `is refused by the backend '${backend}': remove it, and set the environment variable TFE_PARALLELISM in the workspaces`,
    );
  }
}

function isLegacy(aad: Section): boolean {
  return aad.mode === 'legacy';
}

function hasLocalAccounts(aad: Section, cluster: Section): boolean {
  const { localAccounts } = section(cluster.security);
  return localAccounts === undefined ? isLegacy(aad) : localAccounts !== false;
}

/** Whether a setting that is refused otherwise is asked for by its ID. */
function isAllowed(cluster: Section, id: UnsafeSetting): boolean {
  return items(section(cluster.security).unsafeAllow).includes(id);
}

function checkSignIn(aad: Section, cluster: Section, report: Report): void {
  const hasAdministrator =
    aad.adminGroup !== undefined ||
    items(aad.adminGroupObjectIds).length > 0 ||
    isAutomatic(cluster) ||
    (aad.azureRbac !== undefined && aad.azureRbac !== false);

  // Who administers a cluster that is only referred to is not for this configuration to say.
  const isLockedOut = isOurs(cluster) && !hasLocalAccounts(aad, cluster) && !hasAdministrator;
  if (aad.mode === 'managed' && isLockedOut && !isAllowed(cluster, UnsafeSetting.LOCK_OUT)) {
    report(
      ['aad'],
      "nobody could sign in, because local accounts are off: set 'adminGroup', 'adminGroupObjectIds' or 'azureRbac: true'",
    );
  }
}

function checkLegacy(aad: Section, cluster: Section, report: Report): void {
  if (!isLegacy(aad) || cluster.existing === true) {
    return;
  }
  const areOff = section(cluster.security).localAccounts === false;
  if (areOff && !isAllowed(cluster, UnsafeSetting.LOCAL_ACCOUNTS_OFF)) {
    report(
      ['cluster', 'security', 'localAccounts'],
      "false is not valid: only managed AAD can do without local accounts; remove the key or set aad.mode to 'managed'",
    );
  }

  const rule = 'is missing: azurerm 3.x, which legacy AAD needs, does not choose a VM size';
  const { serviceMesh, webAppRouting } = section(cluster.addOns);
  const autoscaler = section(cluster.autoscaler);
  const unknown: [unknown, Path][] = [
    [serviceMesh, ['addOns', 'serviceMesh']],
    [section(webAppRouting).defaultNginxController, ['addOns', 'webAppRouting', 'defaultNginxController']],
    ...['evictDaemonSetsOfEmptyNodes', 'evictDaemonSetsOfOccupiedNodes', 'ignoreDaemonSetsUtilization'].map(
      (key): [unknown, Path] => [autoscaler[key], ['autoscaler', key]],
    ),
  ];
  for (const [value, path] of unknown) {
    if (value !== undefined) {
      report(['cluster', ...path], 'is nothing that azurerm 3.x takes, which legacy AAD needs: remove it');
    }
  }

  const pools: [unknown, Path][] = [
    [cluster.defaultNodePool, ['cluster', 'defaultNodePool']],
    ...items(cluster.nodePools).map((pool, i): [unknown, Path] => [pool, ['cluster', 'nodePools', i]]),
  ];
  for (const [pool, path] of pools) {
    if (section(pool).vmSize === undefined) {
      report([...path, 'vmSize'], rule);
    }
    if (section(pool).undrainableNodeBehavior !== undefined) {
      report(
        [...path, 'undrainableNodeBehavior'],
        'is nothing that azurerm 3.x takes, which legacy AAD needs: remove it',
      );
    }
  }
}

function checkCredentials(aad: Section, cluster: Section, kubernetes: Section, report: Report): void {
  const path = ['kubernetes', 'credentials'];
  const { credentials } = kubernetes;

  if (credentials === 'admin' && !isLegacy(aad) && !hasLocalAccounts(aad, cluster)) {
    report(
      path,
      "'admin' is not valid: local accounts are off, so there is no admin account; use 'kubelogin' or set cluster.security.localAccounts to true",
    );
  }
  if (credentials === 'kubelogin' && isLegacy(aad)) {
    report(
      path,
      "'kubelogin' is not valid: without a prompt it signs in to managed AAD only; use 'admin' with legacy AAD",
    );
  }
  if (kubernetes.login !== undefined && (credentials === 'admin' || isLegacy(aad))) {
    report(
      ['kubernetes', 'login'],
      "has no effect with admin credentials: remove it or use credentials 'kubelogin'",
    );
  }
}
