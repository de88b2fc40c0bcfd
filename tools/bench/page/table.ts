import { Measurement } from '../measurement';
import { Counts, Mode } from '../sample';

const MODES: readonly { readonly mode: Mode; readonly heading: string }[] = [
  { mode: 'default', heading: 'as users run it' },
  { mode: 'no-opt', heading: 'without the optimising compiler' },
];

const HEADINGS = ['runs', 'CPU ms, minimum', 'median', 'ratio', 'wall ms, minimum', 'MiB, median', 'ratio'];

/** Times and memory in one table for each mode, with ratios to one of the rows. */
export function timesTable(measurements: readonly Measurement[], reference?: string): string {
  return MODES.map(({ mode, heading }) => ({
    heading,
    rows: measurements.filter((each) => each.mode === mode),
  }))
    .filter(({ rows }) => rows.length > 0)
    .map(({ heading, rows }) => markdownTable([heading, ...HEADINGS], lines(rows, reference)))
    .join('\n\n');
}

/** Milliseconds that one waits, for what is no single Node.js process. */
export function wallTable(heading: string, measurements: readonly Measurement[], reference?: string): string {
  const base = measurements.find(({ name }) => name === reference)?.wall.minimum;

  return markdownTable(
    [heading, 'runs', 'ms, minimum', 'ms, median', ...(base ? ['ratio'] : [])],
    measurements.map(({ name, runs, wall }) => [
      name,
      `${runs}`,
      whole(wall.minimum),
      whole(wall.median),
      ...(base ? [(wall.minimum / base).toFixed(2)] : []),
    ]),
  );
}

export function countsTable(counts: Readonly<Record<string, Counts>>): string {
  return markdownTable(
    ['for each binding', 'constructs', 'strings searched for tokens', 'stack traces formatted'],
    Object.entries(counts).map(([name, { nodes, strings, traces }]) => [
      name,
      `${nodes}`,
      `${strings}`,
      `${traces}`,
    ]),
  );
}

export function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) =>
    Math.max(...[heading, ...rows.map((row) => row[column]!)].map(({ length }) => length), 3),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;

  return [
    line(headings),
    `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`,
    ...rows.map(line),
  ].join('\n');
}

function lines(rows: readonly Measurement[], reference?: string): string[][] {
  const base = rows.find(({ name }) => name === reference) ?? rows[0]!;

  return rows.map(({ name, runs, wall, cpu, memory }) => [
    name,
    `${runs}`,
    whole(cpu!.minimum),
    whole(cpu!.median),
    (cpu!.minimum / base.cpu!.minimum).toFixed(2),
    whole(wall.minimum),
    whole(memory!.median),
    (memory!.median / base.memory!.median).toFixed(2),
  ]);
}

function whole(value: number): string {
  return Math.round(value).toString();
}
