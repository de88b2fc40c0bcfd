import { DesiredWorkspace } from './desired-workspaces';

/** "Workload identity federation: considerations": of an application as of a user-assigned identity. */
const MOST_CREDENTIALS = 20;

/** HCP Terraform's tokens name the workspace and the phase, plan or apply. */
const PER_WORKSPACE = 2;

/** Who is to sign in for more workspaces than there is room for credentials, as notes. */
export function crowdedIdentities(workspaces: readonly DesiredWorkspace[]): string[] {
  const counts = new Map<string, number>();
  for (const { variables } of workspaces) {
    const clientId = variables.TFC_AZURE_RUN_CLIENT_ID;
    if (clientId !== undefined) {
      counts.set(clientId, (counts.get(clientId) ?? 0) + PER_WORKSPACE);
    }
  }
  return [...counts]
    .filter(([, count]) => count > MOST_CREDENTIALS)
    .map(
      ([clientId, count]) =>
        `${clientId} would need ${count} federated credentials, two for each workspace, and Azure AD takes ${MOST_CREDENTIALS}: ` +
        'share the stacks out over several with --client-id <stack>=<UUID>',
    );
}
