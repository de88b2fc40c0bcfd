import { StateInstance } from './state-files';

/** How many managed resources of a stack an apply has touched; a replacement counts as one added and one destroyed. */
export interface StateChanges {
  /** Those that existed, and that an import block has brought into the state. */
  readonly imported: number;
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;

  /** Addresses of those that were replaced. */
  readonly replaced: readonly string[];
}

/**
 * What happened between two readings of a state.
 *
 * The ID of a replaced object is often the same as before, so who has seen objects being created must tell which are new.
 */
export function stateChanges(
  before: readonly StateInstance[],
  after: readonly StateInstance[],
  isNew: (instance: StateInstance) => boolean,
): StateChanges {
  const [old, current] = [byAddress(before), byAddress(after)];
  const kept = [...current.values()].filter(({ address }) => old.has(address));
  const replaced = kept.filter(
    (instance) => isNew(instance) || instance.attributes.id !== old.get(instance.address)!.attributes.id,
  );
  const changed = kept.filter(
    (instance) =>
      !replaced.includes(instance) &&
      JSON.stringify(old.get(instance.address)!.attributes) !== JSON.stringify(instance.attributes),
  );

  const newcomers = [...current.values()].filter(({ address }) => !old.has(address));
  // What is Terraform's own comes into being without a stand-in.
  const imported = newcomers.filter((one) => !isNew(one) && !one.type.startsWith('terraform_'));

  return {
    imported: imported.length,
    added: newcomers.length - imported.length + replaced.length,
    changed: changed.length,
    destroyed: old.size - kept.length + replaced.length,
    replaced: replaced.map(({ address }) => address),
  };
}

/** `2 added, 0 changed, 2 destroyed — replaced: azurerm_kubernetes_cluster.Aks`. */
export function describeChanges({ imported, added, changed, destroyed, replaced }: StateChanges): string {
  if (imported + added + changed + destroyed === 0) {
    return 'No changes.';
  }
  const names = replaced.map((address) => address.replace(CDKTF_HASH, ''));
  const shown =
    names.length > MOST_NAMES ? [...names.slice(0, MOST_NAMES), `${names.length - MOST_NAMES} more`] : names;

  const adopted = imported > 0 ? `${imported} imported, ` : '';
  return `${adopted}${added} added, ${changed} changed, ${destroyed} destroyed${shown.length > 0 ? ` — replaced: ${shown.join(', ')}` : ''}`;
}

/** What cdktf puts behind the path of a construct. */
const CDKTF_HASH = /_[0-9A-F]{8}$/;

const MOST_NAMES = 5;

function byAddress(instances: readonly StateInstance[]): Map<string, StateInstance> {
  // What is only waiting for its deletion is not what the address means.
  return new Map(instances.filter(({ isDeposed }) => !isDeposed).map((one) => [one.address, one]));
}
