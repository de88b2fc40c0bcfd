import {
  LostCluster,
  Move,
  PlanJson,
  PlannedChanges,
  RefusedRole,
  UnsentClusterChange,
} from './planned-changes';
import { strayRemovals } from './stray-removals';
import { StackJson, SynthesizedStack } from './workspace';
import { shellOption, shellWord } from '../lib/shared/shell';

/** Stands for all clusters where one is named. */
const EVERY_CLUSTER = 'cluster';

/**
 * Stops a deployment before it takes away a cluster that nobody has given up, replaces what it is to take over, or asks
 * for what its provider never does.
 */
export class PlanGuard {
  /** Why plans were not applied. */
  readonly refusals: string[] = [];

  constructor(
    private readonly options: {
      /** Names of clusters that may go; `cluster` stands for all. */
      readonly allowed: readonly string[];

      /** Whether the state of a stack holds a cluster, or may hold one. */
      readonly mayHoldCluster: (stack: string) => boolean;

      /**
       * A stack as it was when it was deployed.
       *
       * @default - it never was
       */
      readonly deployedAs?: (stack: string) => StackJson | undefined;

      /** Whether nothing is to be applied, so that there is nothing to be run again. */
      readonly isPreview?: true;
    },
  ) {}

  /** The stacks that have something to lose; the others need not wait for a verdict. */
  guarded(stacks: readonly SynthesizedStack[]): string[] {
    return stacks
      .filter(({ name, json }) => this.options.mayHoldCluster(name) || (json.import ?? []).length > 0)
      .map(({ name }) => name);
  }

  /** Whether a stack may be planned, as a plan would not tell what is wrong; if not, `refusals` says why. */
  mayPlan({ name, json }: Pick<SynthesizedStack, 'name' | 'json'>): boolean {
    const deployed = this.options.deployedAs?.(name);
    const strays = deployed ? strayRemovals(json, deployed) : [];
    if (strays.length > 0) {
      this.refusals.push(describeStrays(name, strays));
    }
    return strays.length === 0;
  }

  /** Whether a plan may be applied; if not, `refusals` says why. */
  mayApply(stack: string, plan: PlanJson): boolean {
    const { isPreview = false } = this.options;
    const changes = new PlannedChanges(plan);
    const losses = changes.lostClusters.filter(
      ({ name }) => !this.options.allowed.some((one) => one === name || one === EVERY_CLUSTER),
    );
    const movable = losses.filter(({ isMadeElsewhere }) => isMadeElsewhere);
    const refusals = [
      ...changes.replacedImports.map((one) => describeReplacedImport(stack, one)),
      ...losses.map((one) => {
        const loss = describeLoss(stack, one, isPreview);
        // A stack has one override of this kind, so that all of it is told once.
        return one === movable.at(-1) ? `${loss}\n${describeMoves(movable, changes.moves)}` : loss;
      }),
      ...changes.unsentChanges.map((one) => describeUnsent(stack, one, isPreview)),
      ...changes.refusedRoles.map((one) => describeRefused(stack, one)),
    ];

    this.refusals.push(...refusals);
    return refusals.length === 0;
  }
}

function describeStrays(stack: string, strays: readonly string[]): string {
  return (
    `stack '${stack}' takes ${strays.join(', ')} away and has a connection before the one through which that was made: Terraform would look ` +
    'for it on the cluster of the first connection, find nothing, and leave it where it is, so that who is bound keeps the access. ' +
    'Take it away before or after the deployment that adds the connection, or define the new connection behind the other one.'
  );
}

function describeReplacedImport(stack: string, one: string): string {
  return (
    `stack '${stack}' takes over what exists only to destroy it: ${one} would be replaced. ` +
    'Nothing of this stack has been changed; configure it as it is, and change it afterwards.'
  );
}

function describeLoss(
  stack: string,
  { name, address, isReplaced, because }: LostCluster,
  isPreview: boolean,
): string {
  const loss = isReplaced
    ? `THIS DESTROYS CLUSTER '${name}' AND ALL THAT RUNS IN IT, AND MAKES A NEW ONE IN ITS PLACE`
    : `THIS DESTROYS CLUSTER '${name}' AND ALL THAT RUNS IN IT`;
  const reason = because.length > 0 ? `, because of ${because.join(', ')}` : '';

  const ways = `${shellOption('--allow-replace', name)}, or --allow-replace ${EVERY_CLUSTER} for every cluster`;
  return (
    `${loss}: ${address} of stack '${stack}'${reason}.\n` +
    (isPreview
      ? `If this is what you want, rehearse it with ${ways}; without that a rehearsal stops here.`
      : `Nothing of this stack has been changed. If this is what you want, run it again with ${ways}. ` +
        'If only the rehearsal has this cluster, as before the first deployment, begin anew with --fresh.')
  );
}

function describeMoves(clusters: readonly LostCluster[], moves: readonly Move[]): string {
  const blocks = moves
    .map(({ from, to }) => `{ from: ${JSON.stringify(from)}, to: ${JSON.stringify(to)} }`)
    .join(', ');
  const what = clusters.length > 1 ? 'these clusters under their new addresses' : 'it under its new address';
  return `To keep ${what}: stack.addOverride('moved', [${blocks}]).`;
}

function describeRefused(stack: string, { name, address }: RefusedRole): string {
  const patch = '[{"op":"remove","path":"/aggregationRule"}]';
  const command = ['kubectl', 'patch', 'clusterrole', name, '--type=json', '--patch', patch];

  return (
    `the API server refuses to give cluster role '${name}' rules of its own (${address} of stack '${stack}'), as it is made of ` +
    "others: write 'aggregateFrom' as the cluster has it, or, to have rules instead, take that away first:\n" +
    `  ${command.map(shellWord).join(' ')}`
  );
}

function describeUnsent(
  stack: string,
  { name, resourceGroupName, address, ...unsent }: UnsentClusterChange,
  isPreview: boolean,
): string {
  const command = [
    'az',
    'aks',
    'update',
    '--resource-group',
    resourceGroupName,
    '--name',
    name,
    ...unsent.azOptions,
  ];

  return (
    `azurerm never sends ${unsent.argument} of a cluster that exists: the change of ${address} of stack '${stack}' would be ` +
    'reported as done, and planned again forever.\n' +
    (isPreview
      ? 'Make the change with the Azure CLI; a plan against the real cluster no longer has it then:\n'
      : 'Nothing of this stack has been changed. Make the change with the Azure CLI, then run this again; the plan no longer has it:\n') +
    `  ${command.map(shellWord).join(' ')}`
  );
}
