import { AZURE_ROLES } from '../../app/stacks/azure-roles';
import { AzureDocument, AzureObject } from './azure-object';
import { Place } from './cluster-state';
import { Note } from './not-carried-over';
import { Section } from './sections';

/** The key for each kind of principal, which takes object IDs. */
const KEYS: Readonly<Record<string, string>> = {
  user: 'guests',
  group: 'groups',
  serviceprincipal: 'servicePrincipals',
};

/** Entries of `azureRoles` for the assignments on a cluster, and what is said of the others. */
export function adoptedAzureRoles(
  assignments: readonly AzureDocument[],
  { id: cluster }: Place,
  isAzureRbac: boolean,
): { readonly entries: readonly Section[]; readonly notes: readonly Note[] } {
  const entries: Section[] = [];
  const notes: Note[] = [];
  for (const { document } of assignments) {
    const assignment = new AzureObject(document);
    const found = entryOf(assignment, cluster, isAzureRbac);
    if (typeof found === 'string') {
      const role = assignment.text('roleDefinitionName') ?? assignment.text('roleDefinitionId') ?? '';
      const who = assignment.text('principalName') ?? assignment.text('principalId') ?? '';
      notes.push({ outcome: 'left', property: `role assignment '${role}' of ${who}`, reason: found });
    } else {
      entries.push(found);
    }
  }
  return { entries, notes };
}

/** An entry, or why there is none. */
function entryOf(assignment: AzureObject, cluster: string, isAzureRbac: boolean): Section | string {
  const id = assignment.text('id') ?? '';
  const scope =
    assignment.text('scope') ??
    id.replace(/\/providers\/Microsoft\.Authorization\/roleAssignments\/.*$/i, '');
  const [, namespace] = /^\/namespaces\/([^/]+)$/i.exec(scope.slice(cluster.length)) ?? [];
  const isHere = scope.toLowerCase().startsWith(cluster.toLowerCase());
  if (!isHere || (scope.length > cluster.length && namespace === undefined)) {
    return `it is assigned on '${scope === '' ? '/' : scope}', and not on the cluster`;
  }

  const definition = (assignment.text('roleDefinitionId') ?? '').split('/').at(-1)?.toLowerCase();
  const [role, azureRole] = Object.entries(AZURE_ROLES).find(([, { roleId }]) => roleId === definition) ?? [];
  if (role === undefined || azureRole === undefined) {
    return 'aks.yaml has the roles of AKS only';
  }
  if (azureRole.isAzureRbac && !isAzureRbac) {
    return 'it has no effect, as Azure RBAC is off in the cluster';
  }
  const [described] = ['condition', 'description'].filter((name) => assignment.text(name) !== undefined);
  if (described !== undefined) {
    return `it has a ${described}, which aks.yaml cannot say, and without which Terraform would replace it`;
  }
  const principal = assignment.text('principalId');
  const key = KEYS[(assignment.text('principalType') ?? '').toLowerCase()];
  if (principal === undefined || key === undefined) {
    return `its principal is of type '${assignment.text('principalType') ?? ''}'`;
  }
  return { role, namespace, [key]: [principal], import: id };
}
