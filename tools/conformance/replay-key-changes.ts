import { SUBSCRIPTION } from '../reference/changes';
import { Change } from '../reference/change';
import { rehearsedChanges } from '../reference/rehearse-changes';
import { Comparison } from './compare';
import { KeyChangeRecording } from './recording';

const RECORDED_SUBSCRIPTION = '00000000-0000-0000-0000-0000000000bb';

/** Changes one key of aks.yaml on a cluster for each case, and compares what is planned for the resource of that case. */
export async function replayKeyChanges({ cases }: KeyChangeRecording): Promise<Comparison[]> {
  const changes = JSON.parse(
    JSON.stringify(cases.map(({ change }) => change)).replaceAll(RECORDED_SUBSCRIPTION, SUBSCRIPTION),
  ) as Change[];
  const rehearsed = await rehearsedChanges(changes);

  return cases.map(({ change, resource, action, replace_paths: paths, unknown_after: unknown }, i) => {
    const comparison = new Comparison(
      `${change.key} ${wording(change.from)} to ${wording(change.to)}`,
      resource,
    );
    const planned = rehearsed[i]!.planned.filter(({ type }) => type === resource);
    const same = planned.find(({ change: { actions } }) => actions.join('/') === action) ?? planned[0];
    comparison.requireSame('action', action, same?.change.actions.join('/') ?? 'nothing');
    if (same && same.change.actions.join('/') === action) {
      const list = (all: readonly string[] | null | undefined): string => [...(all ?? [])].sort().join(', ');
      const replaced = (same.change.replace_paths ?? []).map((path) => path.join('.'));
      comparison.requireSame('is replaced by', list(paths), list(replaced));
      if (unknown) {
        const isUnknown = Object.entries(same.change.after_unknown ?? {});
        const names = isUnknown.filter(([, value]) => value === true).map(([name]) => name);
        comparison.requireSame('unknown', list(unknown), list(names), true);
      }
    }
    return comparison;
  });
}

function wording(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
