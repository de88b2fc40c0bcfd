import { ConfiguredAccess } from '../../access/configured/configured-access';
import { eventsIn } from '../../access/used/audit-event';
import { jsonValues } from '../../access/used/json-values';
import { Usage } from '../../access/used/usage';
import { usageInMarkdown } from '../../access/used/usage-in-markdown';

/** Says which of the declared grants the audit logs show in use. */
export async function usedText(
  { access, objects }: ConfiguredAccess,
  files: readonly string[],
): Promise<string> {
  const usage = new Usage(access, [...objects.clusterRoleBindings, ...objects.roleBindings]);
  for (const file of files) {
    const broken = await jsonValues(file, (value) => {
      usage.counts.others += eventsIn(value, (event) => usage.add(event));
    });
    usage.counts.others += broken;
  }
  return usageInMarkdown(usage, access, { cluster: access.clusterName, source: files.join(', ') });
}
