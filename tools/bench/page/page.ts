import { Benchmark } from '../benchmark';
import { Gate, verdictOf } from '../gate';
import { Machine } from '../machine';
import { Results } from '../results';
import { markdownTable } from './table';

/** docs/performance.md, as far as there are results. */
export function page(results: Results, all: readonly Benchmark[]): string {
  const sections = all.flatMap(({ name, title, section }) => {
    const findings = results[name];
    return findings ? [`## ${title}\n\n${section(findings)}\n\n_${machineOf(findings.machine)}_`] : [];
  });
  const gates = all.flatMap(({ name }) => results[name]?.gates ?? []);

  return `# Performance

How long a platform engineer waits between an edit and a plan, and how that grows. Written by \`npm run bench\`; the numbers
behind it are in [\`tools/bench/results.json\`](../tools/bench/results.json).

## How to read this

Ratios say more than milliseconds, which belong to one machine. Each section is of one run, and ends with the machine and the
versions that it was measured with. Variants of a table are run in turn, each round beginning with
another one, and all are compiled JavaScript. **CPU** is the processor time of the whole process, from its start to its end,
which a busy machine disturbs least; bars are checked on its minimum, as disturbance only ever adds. **Wall** is what one
waits. **MiB** is the peak of resident memory.

V8's optimising compiler makes two speeds of cdktf's recursive functions, a factor of 1.6 to 2 apart, and chance decides
between them. So bars are checked without it (\`node --no-opt\`), where a figure is the same within some per cent in each run;
what users get is the table "as users run it".

## Bars

\`npm run bench -- --check\` fails when a figure is beyond its bar, or beyond the limit where there is one.

${gatesTable(gates)}

${sections.join('\n\n')}
`;
}

/** The table that is also printed. */
export function gatesTable(gates: readonly Gate[]): string {
  return markdownTable(
    ['Figure', 'value', 'bar', ''],
    gates.map((gate) => [
      gate.what,
      figure(gate.value),
      `${gate.sense} ${figure(gate.bar)}${gate.limit === undefined ? '' : `, limit ${figure(gate.limit)}`}`,
      verdictOf(gate),
    ]),
  );
}

export function machineOf({ processor, cores, memory, system, versions }: Machine): string {
  const names = Object.entries(versions).map(([name, version]) => `${name} ${version}`);

  return `${processor}, ${cores} cores, ${memory} GiB, ${system}. ${names.join(', ')}.`;
}

/** 1.05, and 120 for what is counted. */
function figure(value: number): string {
  return Number.isInteger(value) && value > 20 ? value.toString() : value.toFixed(2);
}
