/** Built-in Azure roles that clusters are given or that are given on clusters, by name. */
export const BUILT_IN_ROLES: Readonly<Record<string, string>> = {
  'Azure Kubernetes Service Cluster Admin Role': '0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8',
  'Azure Kubernetes Service Cluster Monitoring User': '1afdec4b-e479-420e-99e7-f82237c7c5e6',
  'Azure Kubernetes Service Cluster User Role': '4abbcc35-e782-43d8-92c5-2d3f1bd2253f',
  'Azure Kubernetes Service Contributor Role': 'ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8',
  'Azure Kubernetes Service RBAC Admin': '3498e952-d568-435e-9b2c-8d77e338d7f7',
  'Azure Kubernetes Service RBAC Cluster Admin': 'b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b',
  'Azure Kubernetes Service RBAC Reader': '7f6c6a51-bcf8-42ba-9220-52d62157d7db',
  'Azure Kubernetes Service RBAC Writer': 'a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb',
  AcrPull: '7f951dda-4ed3-4680-a7ca-43fe172d538d',
  Contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  'Managed Identity Operator': 'f1a07417-d97a-45cb-824c-7a7467783830',
  'Monitoring Metrics Publisher': '3913510d-42f4-4e42-8a64-420c390055eb',
  'Network Contributor': '4d97b98b-1d4f-4787-a291-c67834d212e7',
  Owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  'Private DNS Zone Contributor': 'b12aa53e-6015-4669-85d0-8515ebb3ae7f',
  Reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  'User Access Administrator': '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
};

/** Families of roles that are listed here in full, so that any other name in them is a mistake. */
const COMPLETE_FAMILIES = /^Azure Kubernetes Service (Cluster|RBAC) /i;

export function isKnownNotToExist(roleName: string): boolean {
  return COMPLETE_FAMILIES.test(roleName) && roleIdByName(roleName) === undefined;
}

/** Azure looks role names up without regard to case. */
export function roleIdByName(roleName: string): string | undefined {
  const entry = Object.entries(BUILT_IN_ROLES).find(
    ([name]) => name.toLowerCase() === roleName.toLowerCase(),
  );
  return entry?.[1];
}

export function roleNameById(roleId: string): string | undefined {
  return Object.entries(BUILT_IN_ROLES).find(([, id]) => roleId.toLowerCase().endsWith(id))?.[0];
}
