import { TerraformResource } from 'cdktf';
import { IConstruct } from 'constructs';
import { AzurermGeneration } from './azurerm-bindings';
import { AZURERM_ARGUMENTS, AzurermArguments } from './azurerm-arguments';
import { withCanonicalIds } from './canonical-ids';
import { ValidationError } from './errors';
import { isLiteral, requireKnown } from '../private/guards';
import { asList } from '../private/token-forms';
import { isMap } from './maps';
import { UnsafeSetting } from '../unsafe-setting';
import { warn } from './warn';

/** Raw arguments of the provider, by their names there. */
export type Overrides = { readonly [argument: string]: unknown };

/** Something that the provider's schema does not have. */
export interface OverridesProblem {
  /** Names and indexes that lead to it. */
  readonly path: readonly (string | number)[];
  readonly problem: string;
}

export const CLUSTER = 'azurerm_kubernetes_cluster';
export const NODE_POOL = 'azurerm_kubernetes_cluster_node_pool';

/** A traversal as `ignore_changes` takes it: names, dots and indexes. */
const TRAVERSAL = /^[a-z_0-9]+(\[\d+\]|\.[a-z_0-9]+|\["[^"]*"\])*$/;

/** The arguments that a resource takes. */
export function argumentsOf(type: string, generation: AzurermGeneration): AzurermArguments {
  return AZURERM_ARGUMENTS[generation][type] ?? {};
}

/** What is wrong with raw arguments; none when the schema of the provider has them all. */
export function overridesProblems(
  known: AzurermArguments,
  overrides: Overrides,
  where: string,
  path: readonly (string | number)[] = [],
): OverridesProblem[] {
  return Object.entries(overrides).flatMap(([name, value]) => {
    const at = [...path, name];
    const type = Object.prototype.hasOwnProperty.call(known, name) ? known[name] : undefined;
    if (type === undefined) {
      return [{ path: at, problem: `is not an argument of ${where}` }];
    }
    if (value === null || value === undefined || !isLiteral(value)) {
      return [];
    }
    return typeof type === 'string'
      ? valueProblem(type, value).map((problem) => ({ path: at, problem }))
      : blockProblems(type, value, `${where} ${name}`, at);
  });
}

/** What is wrong with paths whose changes are ignored. */
export function ignoredProblems(
  known: AzurermArguments,
  paths: readonly string[],
  where: string,
): OverridesProblem[] {
  return asList(paths).flatMap((text, index): OverridesProblem[] => {
    if (!isLiteral(text)) {
      return [];
    }
    const [name = ''] = text.split(/[.[]/);
    if (!TRAVERSAL.test(text)) {
      return [
        {
          path: [index],
          problem: `'${text}' is not a path: use the name of an argument, such as maintenance_window`,
        },
      ];
    }
    return Object.prototype.hasOwnProperty.call(known, name)
      ? []
      : [{ path: [index], problem: `'${name}' is not an argument of ${where}` }];
  });
}

/** Refuses raw arguments that the provider does not have, and warns about the others. */
export function requireOverrides(
  type: string,
  generation: AzurermGeneration,
  { overrides = {}, ignoreChanges = [] }: { overrides?: Overrides; ignoreChanges?: readonly string[] },
  scope: IConstruct,
  block: readonly string[] = [],
): void {
  const names = Object.keys(overrides);
  if (names.length === 0 && ignoreChanges.length === 0) {
    return;
  }

  const where = [`${type} in azurerm ${generation}.x`, ...block].join(' ');
  const known = block.reduce<AzurermArguments>(
    (given, name) => given[name] as AzurermArguments,
    argumentsOf(type, generation),
  );
  const [found] = overridesProblems(known, overrides, where);
  if (found) {
    throw new ValidationError(`overrides.${formatted(found.path)} ${found.problem}`, scope);
  }
  // Terraform evaluates nothing in it.
  requireKnown('ignoreChanges', ignoreChanges, scope);
  const [ignored] = ignoredProblems(known, ignoreChanges, where);
  if (ignored) {
    throw new ValidationError(`ignoreChanges: ${ignored.problem}`, scope);
  }

  if (names.length > 0) {
    warn(
      scope,
      'overrides',
      `overrides sends ${names.map((name) => `'${name}'`).join(', ')} as written: nothing but the name and the type is checked`,
    );
  }
}

/** Refuses raw arguments that take away what a cluster is signed in to with. */
export function requireSafeOverrides(
  overrides: Overrides | undefined,
  allowed: readonly UnsafeSetting[] | undefined,
  scope: IConstruct,
): void {
  const [found] = unsafeOverrides(overrides ?? {}, allowed ?? []);
  if (found) {
    throw new ValidationError(`overrides.${formatted(found.path)} ${found.problem}`, scope);
  }
}

/**
 * Raw arguments of a cluster that would take away what whoever reads the configuration, or a report of it, relies on: the key
 * that is for them says so aloud.
 */
export function unsafeOverrides(
  overrides: Overrides,
  allowed: readonly unknown[],
): readonly OverridesProblem[] {
  const {
    role_based_access_control_enabled: rbac,
    azure_active_directory_role_based_access_control: aad,
    local_account_disabled: noAccounts,
  } = overrides;
  const isEmpty = aad === null || (Array.isArray(aad) && aad.length === 0);
  return [
    ...(rbac === false && !allowed.includes(UnsafeSetting.RBAC_OFF)
      ? [
          {
            path: ['role_based_access_control_enabled'],
            problem:
              "false turns Kubernetes RBAC off, so that whoever signs in may do everything: remove it, or set security.kubernetesRbac to false with security.unsafeAllow ['rbac-off']",
          },
        ]
      : []),
    ...(isEmpty
      ? [
          {
            path: ['azure_active_directory_role_based_access_control'],
            problem: 'takes Azure AD away, with which everybody signs in: remove it',
          },
        ]
      : []),
    ...(noAccounts !== undefined
      ? [
          {
            path: ['local_account_disabled'],
            problem: 'is what security.localAccounts is for, by which the rest goes: set that',
          },
        ]
      : []),
  ];
}

/** Those of the cluster and of its default pool, which is a block of it. */
export function overridesOf({
  overrides,
  defaultNodePool,
}: {
  overrides?: Overrides;
  defaultNodePool?: { readonly overrides?: Overrides };
}): Overrides {
  const pool = defaultNodePool?.overrides;
  if (!pool) {
    return overrides ?? {};
  }
  const given = overrides?.default_node_pool;
  return { ...overrides, default_node_pool: { ...pool, ...(isMap(given) ? given : {}) } };
}

/** Lays raw arguments over those of a resource, after everything else; lists replace lists, and null leaves one out. */
export function applyOverrides(resource: TerraformResource, overrides: Overrides | undefined): void {
  if (!overrides || Object.keys(overrides).length === 0) {
    return;
  }
  const canonical = withCanonicalIds(overrides);
  const toTerraform = resource.toTerraform.bind(resource) as () => {
    resource?: Record<string, Record<string, Record<string, unknown>>>;
  };
  resource.toTerraform = () => {
    const configuration = toTerraform();
    for (const block of Object.values(configuration.resource?.[resource.terraformResourceType] ?? {})) {
      lay(canonical, block);
    }
    return configuration;
  };
}

function lay(overrides: Overrides, target: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(overrides)) {
    if (value === null || value === undefined) {
      delete target[name];
    } else if (isMap(value) && isMap(target[name])) {
      lay(value, target[name]);
    } else {
      target[name] = isMap(value) ? withoutNothing(value) : value;
    }
  }
}

function withoutNothing(value: Record<string, unknown>): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  lay(value, copy);
  return copy;
}

function blockProblems(
  known: AzurermArguments,
  value: unknown,
  where: string,
  path: readonly (string | number)[],
): OverridesProblem[] {
  if (isMap(value)) {
    return overridesProblems(known, value, where, path);
  }
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) =>
      isMap(item)
        ? overridesProblems(known, item, where, [...path, index])
        : [{ path: [...path, index], problem: 'is a block of the provider: use a map' }],
    );
  }
  return [{ path, problem: 'is a block of the provider: use a map, or a list of maps' }];
}

function valueProblem(type: string, value: unknown): string[] {
  if (type === 'secret') {
    return ['is a secret, which a configuration does not hold: pass a Terraform variable in code'];
  }
  const [, collection, element] = /^(list|set|map) of (\w+)$/.exec(type) ?? [];
  if (collection === undefined) {
    return typeof value === WORDS[type] ? [] : [`takes ${ARTICLES[type]}, received ${kindOf(value)}`];
  }
  const items =
    collection === 'map'
      ? isMap(value) && Object.values(value)
      : Array.isArray(value) && (value as unknown[]);
  const rule = `takes a ${collection} of ${String(element)}s, received ${kindOf(value)}`;
  return items && items.every((item) => typeof item === WORDS[element ?? '']) ? [] : [rule];
}

const WORDS: Readonly<Record<string, string>> = { string: 'string', number: 'number', bool: 'boolean' };
const ARTICLES: Readonly<Record<string, string>> = {
  string: 'a text (in quotes)',
  number: 'a number',
  bool: 'true or false',
};

function kindOf(value: unknown): string {
  if (Array.isArray(value)) {
    return value.length === 0 ? 'an empty list' : `a list of ${typeof value[0]}s`;
  }
  return typeof value === 'object' ? 'a map' : `${typeof value} ${JSON.stringify(value)}`;
}

function formatted(path: readonly (string | number)[]): string {
  return path
    .map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`))
    .join('');
}
