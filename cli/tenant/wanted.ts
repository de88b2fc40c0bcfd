import { signInTenant } from '../../app/config/sign-in-tenant';
import { importedGroupsOf, Lookup, lookupsOf } from '../../access/configured/lookups';
import { StackJson, SynthesizedApp } from '../../access/configured/synthesized-app';

/** What of the directory and of Azure a configuration names. */
export interface Wanted {
  readonly lookups: readonly Lookup[];

  /** IDs of resources that it does not create. */
  readonly resources: readonly string[];

  /** Every text that it has: a permission that is not among them plays no part. */
  readonly texts: ReadonlySet<string>;

  readonly tenantId?: string;
  readonly subscriptionId?: string;
}

const RESOURCE_ID = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+(\/providers(\/[^/]+){3,})?$/i;

/** Arguments that are the ID of what they stand in, or of what is taken over, and not of something else. */
const OWN_ID = ['id', '//'];

/** What the clusters of a configuration need to find. */
export function wantedOf(apps: readonly SynthesizedApp[]): Wanted {
  const stacks = apps.flatMap(({ stacks: byName }) => Object.values(byName));
  const { config } = apps[0]!;
  const texts = new Set<string>();
  stacks.forEach(({ resource, data }) => collect([resource, data], texts));

  return {
    lookups: [...lookupsOf(stacks), ...importedGroupsOf(stacks)],
    resources: [...new Set([...idsIn(texts), ...groupsOf(stacks, config.azure.subscriptionId)])].sort(),
    texts,
    tenantId: signInTenant(config),
    subscriptionId: config.azure.subscriptionId,
  };
}

function collect(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') {
    texts.add(value);
  } else if (typeof value === 'object' && value !== null) {
    Object.entries(value)
      .filter(([key]) => !OWN_ID.includes(key))
      .forEach(([, child]) => collect(child, texts));
  }
}

function idsIn(texts: ReadonlySet<string>): string[] {
  return [...texts].filter((text) => RESOURCE_ID.test(text) && !text.includes('${'));
}

/** Resource groups that something is put into and that no stack creates. */
function groupsOf(stacks: readonly StackJson[], subscriptionId: string | undefined): string[] {
  if (subscriptionId === undefined) {
    return [];
  }
  const instances = stacks.flatMap(({ resource = {} }) =>
    Object.entries(resource).flatMap(([type, byId]) => Object.values(byId).map((args) => ({ type, args }))),
  );
  const created = instances
    .filter(({ type }) => type === 'azurerm_resource_group')
    .map(({ args }) => String(args.name).toLowerCase());

  return instances
    .map(({ args }) => args.resource_group_name)
    .filter((name): name is string => typeof name === 'string' && !name.includes('${'))
    .filter((name) => !created.includes(name.toLowerCase()))
    .map((name) => `/subscriptions/${subscriptionId}/resourceGroups/${name}`);
}
