import { items, Report, section, Section } from './section';

/** Azure assigns its roles to principals of one tenant only. */
const OF_THE_SUBSCRIPTION = "only principals of the subscription's tenant can have Azure roles";

/** The rules of aks.yaml about users of another tenant than that of the subscription (`aad.tenantId`). */
export function checkOtherTenant(config: Section, report: Report): void {
  const [{ tenantId, azureRbac }, azure] = [section(config.aad), section(config.azure)];
  if (typeof tenantId !== 'string' || isSame(tenantId, azure.tenantId)) {
    return;
  }

  if (azureRbac === true) {
    report(
      ['aad', 'azureRbac'],
      `does not go with users of another tenant (aad.tenantId), as ${OF_THE_SUBSCRIPTION}: remove it, and grant cluster roles under 'access'`,
    );
  }
  for (const key of ['azureRoles', 'azureRoleDefinitions']) {
    if (items(config[key]).length > 0) {
      report(
        [key],
        `does not go with users of another tenant (aad.tenantId), as ${OF_THE_SUBSCRIPTION}: remove it, and grant cluster roles under 'access'`,
      );
    }
  }
  const withClusterUser = items(config.access)
    .map(section)
    .findIndex((entry) => entry.grantClusterUser === true);
  if (config.grantClusterUser !== false || withClusterUser >= 0) {
    report(
      config.grantClusterUser !== false
        ? ['grantClusterUser']
        : ['access', withClusterUser, 'grantClusterUser'],
      `must be false with users of another tenant (aad.tenantId), as ${OF_THE_SUBSCRIPTION}, and so nobody of them can have Cluster User: hand them a kubeconfig, as 'access --for <account> --kubeconfig <file>' writes it`,
    );
  }
  if (section(config.kubernetes).login === 'msi') {
    report(
      ['kubernetes', 'login'],
      "'msi' gets tokens of the tenant of the managed identity only, and the cluster takes those of aad.tenantId: use a login of that tenant, such as azurecli, spn or workloadidentity",
    );
  }
}

function isSame(tenantId: string, other: unknown): boolean {
  return typeof other === 'string' && other.toLowerCase() === tenantId.toLowerCase();
}
