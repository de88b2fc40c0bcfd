import { AccessCell, Hold } from './levels';
import { AccessMatrix, AccessRow } from './matrix';

/** What rows of a matrix gain by activation, by place; of the whole cluster and of namespaces, each told where it is granted. */
export class EligibleCells {
  private readonly cells: ReadonlyMap<string, readonly AccessCell[]>;

  /** Rows after every activation. */
  private readonly activated: ReadonlyMap<string, AccessRow>;

  /** `activated` is the matrix of the same cluster after every activation. */
  constructor(activated: AccessMatrix | undefined) {
    this.activated = new Map((activated?.rows ?? []).map((row) => [keyOf(row), row]));
    this.cells = new Map(
      [...this.activated].map(([key, { cells }]) => [
        key,
        cells
          .map((cell) => ({ ...cell, holds: cell.holds.filter((hold) => isGained(hold, cell.namespace)) }))
          .filter(({ holds }) => holds.length > 0),
      ]),
    );
  }

  of(row: AccessRow): readonly AccessCell[] {
    return this.cells.get(keyOf(row)) ?? [];
  }

  /** What a row gains in one place, in a namespace also by what is granted in the whole cluster; undefined where that is nothing. */
  in(
    row: AccessRow,
    { namespace, level, more }: Pick<AccessCell, 'namespace' | 'level' | 'more'>,
  ): AccessCell | undefined {
    const cells = this.of(row);
    const own = cells.find((one) => one.namespace === namespace);
    if (own || !cells.some((one) => one.namespace === undefined)) {
      return own;
    }
    const after = this.activated.get(keyOf(row))?.cells.find((one) => one.namespace === namespace);
    return after && (after.level !== level || after.more !== more) ? after : undefined;
  }

  /** Rows of those who hold nothing as long as they do not activate it. */
  otherRows(rows: readonly AccessRow[]): AccessRow[] {
    const known = new Set(rows.map(nameOf));
    return [...this.activated.values()]
      .filter((row) => !known.has(nameOf(row)) && this.of(row).length > 0)
      .map((row) => ({ ...row, cells: [] }));
  }
}

function isGained({ subject, binding }: Hold, namespace: string | undefined): boolean {
  return subject.activates !== undefined && (binding.kind === 'RoleBinding') === (namespace !== undefined);
}

function nameOf({ kind, name }: AccessRow): string {
  return `${kind} ${name}`;
}

function keyOf({ kind, name, user }: AccessRow): string {
  return JSON.stringify([kind, name, user.name]);
}
