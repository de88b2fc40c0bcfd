import { apiServerVersion } from './api-server';
import { azuread } from '../../rehearsal/azuread/azuread';
import { azurerm } from '../../rehearsal/azurerm/azurerm';
import { kubernetes } from '../../rehearsal/kubernetes/kubernetes';
import { acceptedBecause, acceptedReasons } from './accepted-differences';
import { Replay } from './replay';

/** One line of the table: cases of one resource type of one recording. */
export interface Row {
  readonly recording: string;
  readonly resource: string;
  readonly cases: number;
  readonly same: number;
  readonly 'same but for accepted values': number;
  readonly different: number;
}

export function rowsOf(replays: readonly Replay[]): Row[] {
  return replays.flatMap(({ recording, comparisons }) => {
    const resources = [...new Set(comparisons.map(({ resource }) => resource))].sort();
    return resources.map((resource) => {
      const all = comparisons.filter((one) => one.resource === resource);
      const same = all.filter(({ differences }) => differences.length === 0).length;
      const different = all.filter(({ differences }) =>
        differences.some((one) => acceptedBecause(one) === undefined),
      ).length;
      return {
        recording: recording.provider.replace('hashicorp/', ''),
        resource,
        cases: all.length,
        same,
        'same but for accepted values': all.length - same - different,
        different,
      };
    });
  });
}

/** The page that tells what of the rehearsal has been compared with the real thing, and what has not. */
export function conformancePage(replays: readonly Replay[]): string {
  const rows = rowsOf(replays);
  const compared = new Set(rows.map(({ resource }) => resource));
  const neverCompared = [azuread, azurerm, kubernetes]
    .flatMap(({ resources }) => Object.keys(resources))
    .filter((type) => !compared.has(type));
  const dates = [...new Set(replays.map(({ recording }) => recording.recorded))].join(', ');

  return `# What the rehearsal has been compared with

<!-- Written by \`npm run conformance\`: edit tools/conformance/conformance-page.ts. -->

The rehearsal deploys to stand-ins. This page says how far they were held to what the real providers, a real API server and Azure
do, and how far not. The recordings are of ${dates}; \`npm run conformance\` replays them with real Terraform.
Who has the providers can record again what needs neither Azure nor a directory: \`npm run conformance -- --real\`.

- **Validated against the real provider**: what replaces an object, defaults, arguments that exclude each other, and the values
  that validators take come from the providers' own schemas (\`rehearsal/provider-behaviour/\`), and the cases below were replayed.
  A value that no validator was called with is judged by the kind of the validator.
- **Validated against a real API server** (kube-apiserver ${apiServerVersion()}, built from its modules by
  \`npm run api-server:install\` and asked by \`npm run api-server:test\`): \`kubectl apply\` of the manifests of every example, twice; the default roles; and
  18,000 questions about 300 random configurations, which it answers as the access report does.
- **From documentation or source**: what a service refuses beyond its provider, and all of Privileged Identity Management (what replaces
  an eligibility, what its provider refuses), of which nothing was recorded. Each rule of \`rehearsal/*/\` names its source.
- **By schema only**: every type that the stand-ins have no rules for, [as told there](rehearsal.md#your-own-cdktf-app). Its schema is derived
  from the installed bindings. Derived so, those of all types that the rehearsal has the real schema of agree with it in each of the
  more than 2,500 arguments, attributes and blocks, in type, nesting, required, optional, computed and write-only (a test); how many blocks there
  may be beyond one, and what is sensitive or deprecated, bindings do not say. Values and IDs are made up, and nothing replaces an object.
  This holds for the bindings of both frameworks: one app with eleven such types is deployed, planned again without changes and destroyed with
  cdktf (\`npm run examples\`) and with CDK Terrain (\`npm run cdktn-project\`).
- **Schema from bindings**: azuread 3.10.0, azurerm 5.10.0 and kubernetes 3.4.0, which CDK Terrain has bindings of. What those do not tell
  (versions of stored states, what is sensitive, numbers of blocks beyond one) is that of the newest real schema at hand: 3.9.0, 5.2.0 and
  2.38.0. \`npm run cdktn-test\` says when they are not current.
- **Assumed**: other versions of a provider (azuread 3.9 and 3.10, azurerm 3.117, 5.2 and 5.10, kubernetes 3.4) behave as the recorded one
  where a block has the same members; where it has not, nothing is checked. What Azure and Azure AD answer has been recorded from
  emulators, not from Azure: no recording shows quotas, Azure Policy, or rights in a subscription. That the
  rules of an activation can be written before a group has its first eligibility, and what their blocks hold that nobody has set,
  is assumed.

| Recording | Resource | Cases | Same | Same but for accepted values | Different |
| --------- | -------- | ----- | ---- | ---------------------------- | --------- |
${rows
  .map(
    (row) =>
      `| ${row.recording} | \`${row.resource}\` | ${row.cases} | ${row.same} | ${row['same but for accepted values']} | ${row.different} |`,
  )
  .join('\n')}

"Same" means: the same action, the same paths that force a replacement, refused or not, the same second plan, the same planned
values and unknowns, and the same values in the state where they were recorded. Values that are accepted as different:

${acceptedReasons()
  .map((reason) => `- ${reason}`)
  .join('\n')}

Served by the stand-ins and never compared case by case:

${neverCompared.map((type) => `\`${type}\``).join(', ')}.
`;
}
