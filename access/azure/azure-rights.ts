import {
  CUSTOM_RESOURCE_ACTIONS,
  CustomResourceLimit,
  DataActionRights,
  includesAction,
  PATH_ACTIONS,
  RESOURCE_ACTIONS,
} from '../../lib/shared/aks-data-actions';
import { AzureRights, PolicyRule } from '../rbac/objects';
import { Condition, readCondition, Verdict } from './condition';

/** What a role allows under a condition, as far as that is evaluated. */
export function azureRights(rights: DataActionRights, text?: string): AzureRights {
  if (text === undefined) {
    return { rules: [ruleOf(rights)] };
  }
  const condition = readCondition(text);
  const allowed = [...RESOURCE_ACTIONS, ...PATH_ACTIONS].filter((action) => includesAction(rights, action));
  const verdicts = new Map(allowed.map((action) => [action, condition.holds({ action })]));
  const actionsWith = (...wanted: Verdict[]): string[] =>
    allowed.filter((action) => wanted.includes(verdicts.get(action)));

  const onCustomResources = CUSTOM_RESOURCE_ACTIONS.filter((action) => includesAction(rights, action)).map(
    (action) => ({ action, ...customResources(action, condition) }),
  );
  const certain = [
    ...(actionsWith(true).length > 0
      ? [without(rights, [...actionsWith(false, undefined), ...CUSTOM_RESOURCE_ACTIONS])]
      : []),
    ...joined(onCustomResources),
  ];
  const perhaps = [
    ...actionsWith(undefined),
    ...onCustomResources.filter(({ isCertain }) => !isCertain).map(({ action }) => action),
  ];

  const isAll = perhaps.length === allowed.length + onCustomResources.length;

  return {
    rules: certain.map(ruleOf),
    ...(perhaps.length > 0 && {
      unevaluated: { condition: text, rules: [ruleOf(isAll ? rights : { dataActions: perhaps })] },
    }),
  };
}

interface OnCustomResources {
  /** What is certainly let through; undefined for all, none for nothing. */
  readonly limits: readonly CustomResourceLimit[] | undefined;

  /** Whether nothing else is. */
  readonly isCertain: boolean;
}

/**
 * Asks the condition about every group and resource that it names, and about one that it does not, which stands for all
 * others.
 */
function customResources(action: string, condition: Condition): OnCustomResources {
  const groups = [...condition.groups, undefined];
  const kinds = [...condition.kinds, undefined];
  const verdict = (group: string | undefined, kind: string | undefined): Verdict =>
    condition.holds({ action, customResource: { ...(group && { group }), ...(kind && { kind }) } });
  const cells = groups.flatMap((group) =>
    kinds.map((kind) => ({ group, kind, holds: verdict(group, kind) })),
  );
  if (cells.every(({ holds }) => holds === true)) {
    return { limits: undefined, isCertain: true };
  }

  const isWhole = (of: 'group' | 'kind', value: string): boolean =>
    cells.filter((cell) => cell[of] === value).every(({ holds }) => holds === true);
  const wholeGroups = condition.groups.filter((group) => isWhole('group', group));
  const wholeKinds = condition.kinds.filter((kind) => isWhole('kind', kind));
  const limits = [
    ...wholeGroups.map((group) => ({ group })),
    ...wholeKinds.map((kind) => ({ kind })),
    ...cells.flatMap(({ group, kind, holds }) =>
      holds === true && group && kind && !wholeGroups.includes(group) && !wholeKinds.includes(kind)
        ? [{ group, kind }]
        : [],
    ),
  ];
  // "All but these" is more than a list of what is let through can say.
  const isTold = ({ group, kind, holds }: (typeof cells)[number]): boolean =>
    holds === false ||
    (holds === true &&
      limits.some(
        (limit: CustomResourceLimit) =>
          (limit.group === undefined || limit.group === group) &&
          (limit.kind === undefined || limit.kind === kind),
      ));
  return { limits, isCertain: cells.every(isTold) };
}

/** Actions with the same limits as one. */
function joined(all: readonly ({ readonly action: string } & OnCustomResources)[]): DataActionRights[] {
  const byLimits = new Map<string, DataActionRights>();
  for (const { action, limits } of all) {
    if (limits?.length === 0) {
      continue;
    }
    const key = JSON.stringify(limits ?? 'all');
    const dataActions = [...(byLimits.get(key)?.dataActions ?? []), action];
    byLimits.set(key, { dataActions, ...(limits && { customResources: limits }) });
  }
  return [...byLimits.values()];
}

/** The same rights without some actions that they include. */
function without(rights: DataActionRights, actions: readonly string[]): DataActionRights {
  const taken = actions
    .filter((action) => includesAction(rights, action))
    .flatMap((action) => (PATH_ACTIONS.includes(action) ? [action, action.replace(/read$/, '*')] : [action]));
  return { ...rights, notDataActions: [...(rights.notDataActions ?? []), ...taken] };
}

function ruleOf({ dataActions, notDataActions = [], customResources: limits }: DataActionRights): PolicyRule {
  return {
    verbs: [],
    azure: {
      dataActions,
      ...(notDataActions.length > 0 && { notDataActions }),
      ...(limits && { customResources: limits }),
    },
  };
}
