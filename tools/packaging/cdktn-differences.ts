import { CheckFailed } from './run';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

interface Difference {
  readonly path: string;
  readonly cdktf: Json | undefined;
  readonly cdktn: Json | undefined;
}

/** What may differ between the same app with cdktf and with CDK Terrain: where, and why. */
const LISTED: readonly { readonly path: RegExp; readonly why: string }[] = [
  { path: /^\/\/\.metadata\.version$/, why: 'version of cdktf or cdktn' },
  { path: /^terraform\.required_providers\.\w+\.version$/, why: 'version of a provider' },
  { path: /^terraform\.required_providers\.kubernetes\.source$/, why: 'hashicorp/kubernetes in full' },
  {
    path: /^(resource|data)\.kubernetes_(namespace|role)_v1\.\w+\.metadata$/,
    why: 'kubernetes 3.x: metadata of namespaces and roles is a list',
  },
  {
    path: /^resource\.azurerm_kubernetes_cluster\.\w+\.node_provisioning_profile$/,
    why: 'azurerm 5.x demands it',
  },
  {
    path: /^resource\.azurerm_federated_identity_credential\.\w+\.(parent_id|resource_group_name|user_assigned_identity_id)$/,
    why: 'azurerm 5.x has renamed it',
  },
];

/**
 * Throws when the JSON of an app with CDK Terrain differs from that with cdktf in anything but what is listed; answers with what
 * does differ. What is listed and does not differ is refused as well: the list stays short by it.
 *
 * @param cdktf the JSON of each stack behind its name, as `synthesize()` reads it
 */
export function requireListedDifferences(cdktf: string, cdktn: string): string[] {
  const [before, after] = [stacksOf(cdktf), stacksOf(cdktn)];
  const differences = [...new Set([...before.keys(), ...after.keys()])].flatMap((stack) =>
    differencesOf(before.get(stack), after.get(stack), '').map((found) => ({ stack, ...found })),
  );

  const unlisted = differences.filter(({ path }) => !LISTED.some((one) => one.path.test(path)));
  if (unlisted.length > 0) {
    const lines = unlisted.map(
      ({ stack, path, ...sides }) =>
        `${stack}: ${path}: ${JSON.stringify(sides.cdktf)} with cdktf, ${JSON.stringify(sides.cdktn)} with cdktn`,
    );
    throw new CheckFailed(lines.join('\n'));
  }
  return LISTED.map(({ path, why }) => {
    const count = differences.filter((found) => path.test(found.path)).length;
    if (count === 0) {
      throw new CheckFailed(`${String(path)} (${why}) no longer differs: take it from the list`);
    }
    return `${count} times ${why}`;
  });
}

function stacksOf(text: string): Map<string, Json> {
  const parts = text.split(/^(\w[\w-]*)\n(?=\{)/m).slice(1);
  return new Map(
    parts.flatMap((name, i) => (i % 2 === 0 ? [[name, JSON.parse(parts[i + 1]!) as Json] as const] : [])),
  );
}

function differencesOf(cdktf: Json | undefined, cdktn: Json | undefined, path: string): Difference[] {
  if (isObject(cdktf) && isObject(cdktn)) {
    const keys = [...new Set([...Object.keys(cdktf), ...Object.keys(cdktn)])].sort();
    return keys.flatMap((key) => differencesOf(cdktf[key], cdktn[key], path === '' ? key : `${path}.${key}`));
  }
  return JSON.stringify(cdktf) === JSON.stringify(cdktn) ? [] : [{ path, cdktf, cdktn }];
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
