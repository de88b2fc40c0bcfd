import { relative } from 'node:path';
import { shellWord } from '../lib/shared/shell';
import { Orphan } from './protocol/faults';
import { isList, isObject, State } from './protocol/values';
import { terraformBinary } from './terraform-binary';
import { text } from './world/attributes';
import { StackJson } from './workspace';

interface Stack {
  readonly name: string;
  readonly directory: string;
  readonly json: Pick<StackJson, 'resource'>;
}

type Words = readonly string[];

/** How a person deletes an object of a type; what Azure Resource Manager has otherwise goes by its ID. */
const DELETIONS: Readonly<Record<string, (id: string, object: State) => Words>> = {
  azurerm_kubernetes_cluster: (id) => ['az', 'aks', 'delete', '--ids', id],
  azurerm_resource_group: (_id, group) => ['az', 'group', 'delete', '--name', text(group, 'name') ?? ''],
  azuread_application: (_id, application) => ['az', 'ad', 'app', 'delete', '--id', objectId(application)],
  azuread_group: (_id, group) => ['az', 'ad', 'group', 'delete', '--group', objectId(group)],
  azuread_service_principal: (_id, principal) => ['az', 'ad', 'sp', 'delete', '--id', objectId(principal)],
};

/** What a failed deployment has left behind, and how to get on; empty when there is nothing. */
export function describeOrphans(orphans: readonly Orphan[], stacks: readonly Stack[]): string {
  return orphans.map((orphan) => `\n\n${describeOrphan(orphan, stacks)}`).join('');
}

function describeOrphan(orphan: Orphan, stacks: readonly Stack[]): string {
  const { type, id, object } = orphan;
  const deletion = deletionOf(orphan);
  const owner = ownerOf(orphan, stacks);
  const address = owner ? `${type}.${owner.resource}` : `${type}.<name>`;
  const chdir = owner ? [`-chdir=${relative('.', owner.stack.directory)}`] : [];
  const adoption = [terraformBinary(), ...chdir, 'import', address, text(object, 'id') ?? id];

  return (
    `Left behind: ${type} '${nameOf(object) ?? id}' exists, and no state knows it. Before you deploy again, take it into the state:\n` +
    `  ${commandLine(adoption)}\n` +
    (deletion ? `or delete it:\n  ${commandLine(deletion)}\n` : 'or delete it.\n') +
    "In the rehearsal, '--fresh' begins again without it."
  );
}

function deletionOf({ type, id, object }: Orphan): Words | undefined {
  const known = DELETIONS[type];
  if (known) {
    return known(id, object);
  }
  if (type.startsWith('azurerm_') && id.startsWith('/subscriptions/')) {
    return ['az', 'resource', 'delete', '--ids', id];
  }
  const [metadata] = isList(object.metadata) ? object.metadata.filter(isObject) : [];
  const name = text(metadata, 'name');
  if (type.startsWith('kubernetes_') && name !== undefined) {
    const kind = type.replace(/^kubernetes_|_v\d+$/g, '').replaceAll('_', '');
    const namespace = text(metadata, 'namespace');
    return ['kubectl', 'delete', kind, name, ...(namespace ? ['--namespace', namespace] : [])];
  }
  return undefined;
}

/** The resource that was to be this object: the only one of its type, or the one of its name. */
function ownerOf(
  { type, object }: Orphan,
  stacks: readonly Stack[],
): { stack: Stack; resource: string } | undefined {
  const candidates = stacks.flatMap((stack) =>
    Object.entries(stack.json.resource?.[type] ?? {}).map(([resource, config]) => ({
      stack,
      resource,
      config,
    })),
  );
  const [first, ...others] = candidates;
  if (first && others.length === 0) {
    return first;
  }
  const name = nameOf(object);
  const named = candidates.filter(({ config }) => JSON.stringify(config).includes(JSON.stringify(name)));
  return named.length === 1 ? named[0] : undefined;
}

function nameOf(object: State): string | undefined {
  const [metadata] = isList(object.metadata) ? object.metadata.filter(isObject) : [];
  return text(object, 'display_name') ?? text(object, 'name') ?? text(metadata, 'name');
}

function objectId(object: State): string {
  return text(object, 'object_id') ?? text(object, 'id') ?? '';
}

function commandLine(words: Words): string {
  return words.map(shellWord).join(' ');
}
