import { checkRules, today } from '../../access/check/check';
import { checkInWords } from '../../access/check/in-words';
import { failsCheck } from '../../access/check/result';
import { partsOf } from '../../access/configured/synthesized-app';
import { loadConfig } from '../../app/config';
import { Workspace } from '../../rehearsal/workspace';
import { tenantOf } from '../tenant-of';
import { say } from '../terminal';

/** Holds what was synthesised against the rules of the configuration; exit code 1 when one is broken. */
export function tellRules(workspace: Workspace, tenant: string | undefined): number {
  const { clusters } = loadConfig(workspace.configFile);
  if (clusters.every(({ rules }) => Object.keys(rules).length === 0)) {
    return 0;
  }
  const synthesized = new Map(workspace.stacks().map((stack) => [stack.name, stack]));
  const own = tenantOf(tenant, workspace.configFile);
  const results = checkRules(partsOf(clusters, synthesized), { ...(own && { tenant: own }), today: today() });
  say(checkInWords(results));
  return results.some(failsCheck) ? 1 : 0;
}
