import { explainedIn } from '../access/explained';
import { describeState } from './state-place';
import { StackJson, SynthesizedStack } from './workspace';
import { visible } from '../lib/shared/visible';

/** What each stack will hold, its warnings, and where its state is kept, for people to read before they deploy. */
export function summarize(
  stacks: readonly SynthesizedStack[],
  bySchema: ReadonlySet<string> = new Set(),
): string {
  const lines = stacks.flatMap(({ name, json }) => [name, ...resourceLines(json, bySchema)]);
  const warnings = stacks.flatMap(({ warnings }) =>
    warnings.flatMap((warning) => [
      `warning          ${warning}`,
      ...explainedIn(warning).map((line) => `                 ${line}`),
    ]),
  );

  return [...lines, '', `state, for real  ${describeState(stacks)}`, ...warnings].map(visible).join('\n');
}

function resourceLines(
  { resource = {}, import: imports = [] }: StackJson,
  bySchema: ReadonlySet<string>,
): string[] {
  const taken = new Set(imports.map(({ to }) => to));
  const rows = Object.entries(resource).flatMap(([type, instances]) =>
    Object.entries(instances).map(
      ([logicalId, args]) =>
        [
          type,
          [
            nameOf(args) ?? pathOf(args) ?? logicalId,
            ...(taken.has(`${type}.${logicalId}`) ? ['imported'] : []),
            ...(bySchema.has(type) ? ['by schema only'] : []),
          ].join(', '),
        ] as const,
    ),
  );
  if (rows.length === 0) {
    return ['  nothing'];
  }

  const width = Math.max(...rows.map(([type]) => type.length));
  return rows.map(([type, name]) => `  ${type.padEnd(width)}  ${name}`);
}

/** The name that the resource will have outside of Terraform, if it is known by now. */
function nameOf(args: Record<string, unknown>): string | undefined {
  const metadata = args.metadata as { name?: unknown } | undefined;
  const candidates = [args.display_name, args.name, metadata?.name];

  return candidates.find((name): name is string => typeof name === 'string' && !name.includes('${'));
}

/** Path of the construct within its stack, which cdktf leaves in a comment. */
function pathOf(args: Record<string, unknown>): string | undefined {
  const comment = args['//'] as { metadata?: { path?: string } } | undefined;

  return comment?.metadata?.path?.split('/').slice(1).join('/');
}
