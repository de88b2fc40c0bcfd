import { ClusterAccess, describeBinding } from '../../access/cluster-access';
import { Tenant } from '../../access/directory/tenant';
import { EligibleCells } from '../../access/eligible-cells';
import { levelInWords } from '../../access/levels';
import { AccessCell, AccessMatrix, AccessRow, matrixOf } from '../../access/matrix';
import { ClusterRoleBinding, RoleBinding } from '../../access/rbac/objects';
import { Surroundings } from '../kubernetes/cluster-rbac';
import { strangers } from '../../access/strangers';
import { World } from '../world/world';
import { clusterAccesses } from './clusters';
import { renderTable } from './table';
import { visible } from '../../lib/shared/visible';

export { answer, canI, parseQuestion, QuestionError, QuestionWords } from './can-i';

/** Everybody's access in every cluster as text for a terminal. */
export function accessTable(world: World, tenant: Tenant): string {
  const accesses = clusterAccesses({ world, tenant });
  return accesses.length === 0
    ? 'No cluster has been deployed, so nobody can do anything.'
    : accesses.map((access) => renderMatrix(matrixOf(access), access)).join('\n\n');
}

/** Everybody's access in every cluster. */
export function accessMatrices(surroundings: Surroundings): AccessMatrix[] {
  return clusterAccesses(surroundings).map((access) => {
    const matrix = matrixOf(access);
    return { ...matrix, warnings: [...matrix.warnings, ...strangers(access.bindings, access.directory)] };
  });
}

function renderMatrix(
  { clusterName, namespaces, rows: held, warnings }: AccessMatrix,
  access: ClusterAccess,
): string {
  const activated = access.activated && matrixOf(access.activated);
  const eligible = new EligibleCells(activated);
  const rows = [...held, ...eligible.otherRows(held)];
  const places = [undefined, ...(activated ?? { namespaces }).namespaces];
  const bindings = [
    ...new Set(rows.flatMap((row) => row.cells.flatMap((cell) => cell.holds.map((hold) => hold.binding)))),
  ];
  const cellText = (row: AccessRow, namespace: string | undefined): string => {
    const cell: AccessCell = row.cells.find((one) => one.namespace === namespace) ?? {
      namespace,
      level: 'none',
      holds: [],
    };
    const { level, holds } = cell;
    const more = eligible.in(row, cell);
    const numbers = holds
      .map(({ binding }) => bindings.indexOf(binding) + 1)
      .sort((one, other) => one - other)
      .join(',');
    return `${level === 'none' ? '-' : `${levelInWords(cell)} [${numbers}]`}${more ? ` (eligible: ${levelInWords(more)})` : ''}`;
  };

  const table = renderTable([
    ['', ...places.map((place) => place ?? 'whole cluster')],
    ...rows.map((row) => [
      row.kind === 'User' ? row.name : `${row.name} (${KIND_NAMES[row.kind]})`,
      ...places.map((place) => cellText(row, place)),
    ]),
  ]);
  const legend = bindings.map((binding, i) => visible(`[${i + 1}] ${describeGrantOf(binding, access)}`));
  return [
    visible(`Who can do what in cluster '${clusterName}'`),
    ...[
      table,
      legend.join('\n'),
      warnings.map((warning) => visible(`warning: ${warning}`)).join('\n'),
    ].filter((part) => part !== ''),
  ].join('\n\n');
}

const KIND_NAMES = {
  ServicePrincipal: 'service principal',
  Group: 'group',
  ServiceAccount: 'service account',
} as const;

function describeGrantOf(binding: RoleBinding | ClusterRoleBinding, access: ClusterAccess): string {
  const subjects = binding.subjects.map((subject) => access.describeSubject(subject)).join(', ');
  return `${describeBinding(binding)}: ${binding.roleRef.kind} '${binding.roleRef.name}' for ${subjects}`;
}
