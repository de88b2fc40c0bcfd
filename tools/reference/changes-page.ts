import { Change } from './change';
import { Outcome } from './rehearse-changes';

const HEAD = `# Changes of a living cluster

<!-- Written by \`npm run reference\`, which rehearses every change of tools/reference/changes.ts: edit those. -->

What happens when a key of \`cluster\` in aks.yaml, or the prop of the same name, is changed or, where "To" has a dash, taken out after the deployment. Each line
is the plan and the apply of real Terraform 1.5 or later with the stand-in for azurerm 4.55, or 5.2 where the line says so. Read every
plan for a replacement before you apply it.

- **in place**: the cluster and its workloads go on.
- **in place, with new nodes**: azurerm puts a temporary pool in the place of the nodes; pods are evicted and start elsewhere.
- **replaces the pool**: the nodes go before the new ones come.
- **replaces the cluster**: everything in it is lost.
- **stays**: nothing is planned, and the cluster goes on with what it has; azurerm leaves to it what is not written. Write what is to take its
  place, such as \`labels: {}\`. The [rehearsal](rehearsal.md) and [\`dev\`](dev.md) name what stays; a plan of the real cluster says nothing.
- **refused**: the apply fails.
- **never sent**: azurerm reports the change as done without asking Azure for it, and plans it again every time. The rehearsal and
  \`plan.sh\` refuse such a plan and print the \`az aks update\` that makes the change; afterwards the plan no longer has it.

\`createServiceAccount\`, \`ignoreChanges\` and \`unsafeAllow\` change nothing of the cluster. \`existing\`, \`import\` and \`importResourceGroup\` are
for what exists already: see [Adoption](adoption.md).

| Key | From | To | Outcome |
| --- | --- | --- | --- |`;

/** The table of all changes, in Markdown. */
export function changesPage(changes: readonly Change[], outcomes: readonly Outcome[]): string {
  const rows = changes.map(
    ({ azurerm, key, from, to, where }, i) =>
      `| \`${key}\`${azurerm ? ` (azurerm ${azurerm})` : ''}${where ? `, ${where}` : ''} | ${shown(from)} | ${shown(to)} | ${outcomes[i] ?? ''} |`,
  );
  return [HEAD, ...rows].join('\n');
}

/** A value as one would write it; IDs by their last part. */
function shown(value: unknown): string {
  if (value === undefined) {
    return '-';
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '');
  const short = text.replace(/\/subscriptions\/[^,\]]*\/([^/,\]]+)/g, '…/$1');
  return `\`${short.replace(/[0-9a-b]{32}$/, (version) => `${version.slice(0, 4)}…`)}\``;
}
