import { AccessCell, Hold } from './levels';
import { AccessMatrix, AccessRow } from './matrix';

/** What rows of a matrix gain by activation, by place; of the whole cluster and of namespaces, each told where it is granted. */
export class EligibleCells {
  private readonly rows: ReadonlyMap<string, readonly AccessCell[]>;

  /** `activated` is the matrix of the same cluster after every activation. */
  constructor(activated: AccessMatrix | undefined) {
    this.rows = new Map(
      (activated?.rows ?? []).map((row) => [
        keyOf(row),
        row.cells
          .map((cell) => ({ ...cell, holds: cell.holds.filter((hold) => isGained(hold, cell.namespace)) }))
          .filter(({ holds }) => holds.length > 0),
      ]),
    );
  }

  of(row: AccessRow): readonly AccessCell[] {
    return this.rows.get(keyOf(row)) ?? [];
  }
}

function isGained({ subject, binding }: Hold, namespace: string | undefined): boolean {
  return subject.activates !== undefined && (binding.kind === 'RoleBinding') === (namespace !== undefined);
}

function keyOf({ kind, name, user }: AccessRow): string {
  return JSON.stringify([kind, name, user.name]);
}
