import { isUuid } from '../lib/shared/uuid';
import { AKS_ADMIN_BINDING, azureRoleOf } from './azure/azure-bindings';
import { ClusterAccess, describeBinding } from './cluster-access';
import { Subject } from './rbac/objects';

type Binding = ClusterAccess['bindings'][number];

/** Whether a subject is an object ID as no token has it: Azure AD writes them in lower case, and Kubernetes compares with case. */
export function isInOtherCase(binding: Binding, { kind, name }: Subject): boolean {
  const isCompared = azureRoleOf(binding) === undefined && binding.metadata.name !== AKS_ADMIN_BINDING;
  return isCompared && kind !== 'ServiceAccount' && isUuid(name) && name !== name.toLowerCase();
}

/** Bindings of object IDs that grant nothing for their case; users that a directory knows are told as near misses. */
export function otherCaseWarnings({ bindings, hasOtherPeople }: ClusterAccess): string[] {
  return bindings.flatMap((binding) =>
    binding.subjects
      .filter((subject) => isInOtherCase(binding, subject))
      .filter(({ kind }) => kind === 'Group' || hasOtherPeople)
      .map(
        ({ kind, name }) =>
          `${describeBinding(binding)} names ${kind} '${name}', which grants nothing: object IDs in tokens are in lower case, and Kubernetes compares with case: write '${name.toLowerCase()}'`,
      ),
  );
}
