import { CommandFailed } from '../../access/command-failed';
import { ConfiguredAccess } from '../../access/configured/configured-access';
import { docsPage } from '../../access/docs-page';
import { eventsIn } from '../../access/used/audit-event';
import { jsonValues } from '../../access/used/json-values';
import { Usage } from '../../access/used/usage';
import { usageInMarkdown } from '../../access/used/usage-in-markdown';

/** Logs that show nothing; 1 would be that they cannot be read. */
export class NoEvents extends CommandFailed {}

/** One event, as short as it may be. */
const EXAMPLE =
  '{"stage":"ResponseComplete","verb":"get","user":{"username":"bob@contoso.com"},"objectRef":{"resource":"pods","namespace":"shop"}}';

/** Says which of the declared grants the audit logs show in use; fails where they show nothing, as then all would look unused. */
export async function usedText(
  { access, objects }: ConfiguredAccess,
  files: readonly string[],
): Promise<string> {
  const usage = new Usage(access, [...objects.clusterRoleBindings, ...objects.roleBindings]);
  for (const file of files) {
    const broken = await jsonValues(file, (value) => {
      // The sum is taken afterwards, as an event may turn out to be none.
      const others = eventsIn(value, (event) => usage.add(event));
      usage.counts.others += others;
    });
    usage.counts.others += broken;
  }
  const source = files.map((file) => (file === '-' ? 'standard input' : file)).join(', ');
  const { events, others } = usage.counts;
  if (events === 0) {
    const found = others === 0 ? 'is empty' : 'holds no event of the API server';
    throw new NoEvents(
      `${source} ${found}, so nothing can be said of what was used. A log of kube-audit has lines such as\n${EXAMPLE}\n` +
        `or records of Azure around them: ${docsPage('access.md#used')} says which`,
    );
  }
  return usageInMarkdown(usage, access, { cluster: access.clusterName, source });
}
