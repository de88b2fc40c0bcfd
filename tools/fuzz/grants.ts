/**
 * Who is granted what, read once from a configuration as it is written and once from the Terraform JSON, without any code of
 * the app: one line for each grant.
 */

type Block = Record<string, unknown>;

export interface StackJson {
  readonly resource?: Record<string, Record<string, Block>>;
  readonly data?: Record<string, Record<string, Block>>;
}

const AZURE_ROLES: Readonly<Record<string, string>> = {
  ClusterAdmin: 'Azure Kubernetes Service Cluster Admin Role',
  RbacReader: 'Azure Kubernetes Service RBAC Reader',
  RbacWriter: 'Azure Kubernetes Service RBAC Writer',
  RbacAdmin: 'Azure Kubernetes Service RBAC Admin',
  RbacClusterAdmin: 'Azure Kubernetes Service RBAC Cluster Admin',
};

/** Fetching a kubeconfig is granted along with other roles, and is left out. */
const LEFT_OUT = 'Azure Kubernetes Service Cluster User Role';

const PEOPLE = ['users', 'guests', 'groups', 'servicePrincipals'];

/** Where configurations are put together from several, their entries are not where they look. */
export function isComparable(config: Block): boolean {
  return config.clusters === undefined && config.extends === undefined && config.environment === undefined;
}

export function writtenGrants(config: Block): Set<string> {
  const all = (key: string): Block[] => (config[key] ?? []) as Block[];
  const namespaces = all('namespaces');
  const placesOf = (entry: Block): string[] => {
    if (entry.namespaces !== undefined) {
      return entry.namespaces as string[];
    }
    if (entry.namespaceSelector !== undefined) {
      const wanted = Object.entries((entry.namespaceSelector as { matchLabels: object }).matchLabels);
      return namespaces
        .filter(({ labels }) => wanted.every(([key, value]) => ((labels ?? {}) as Block)[key] === value))
        .map(({ name }) => String(name));
    }
    return [textOf(entry.namespace)];
  };
  const namesIn = (entry: Block, keys: readonly string[]): string[] =>
    keys.flatMap((key) => ((entry[key] ?? []) as string[]).map(String));

  const kubernetes = all('access').flatMap((entry) => {
    const role =
      entry.clusterRole === undefined
        ? `Role ${textOf(entry.role)}`
        : `ClusterRole ${textOf(entry.clusterRole)}`;
    const exact = ((entry.subjects ?? []) as Block[]).map(({ name }) => String(name));
    const accounts = namesIn(entry, ['serviceAccounts']).map((account) => account.split('/')[1]!);
    const names = [...namesIn(entry, [...PEOPLE, 'unsafeSystemGroups']), ...accounts, ...exact];
    return placesOf(entry).flatMap((place) => names.map((name) => line(role, place, name)));
  });
  const azure = all('azureRoles')
    .filter(({ role }) => role !== 'ClusterUser')
    .flatMap((entry) =>
      placesOf(entry).flatMap((place) =>
        namesIn(entry, PEOPLE).map((name) => line(azureRoleOf(entry), place, name)),
      ),
    );
  const rules = all('roles').flatMap((role) =>
    ((role.rules ?? []) as Block[]).map((rule) =>
      line(`rules of ${String(role.name)}`, textOf(role.namespace), limitsOf(rule.verbs, rule.resourceNames)),
    ),
  );
  return new Set([...kubernetes, ...azure, ...rules]);
}

function azureRoleOf({ role, definition, customResources, unsafeCondition }: Block): string {
  const name = role === undefined ? `definition ${textOf(definition)}` : AZURE_ROLES[textOf(role)]!;
  return customResources === undefined && unsafeCondition === undefined ? name : `${name} on condition`;
}

export function synthesizedGrants(stacks: readonly StackJson[]): Set<string> {
  return new Set(stacks.flatMap((stack) => grantsOf(stack)));
}

function grantsOf(stack: StackJson): string[] {
  const of = (type: string): Block[] => Object.values(stack.resource?.[type] ?? {});
  const placeOf = (metadata: unknown): string => {
    const { namespace } = metadata as { namespace?: string };
    const [, id] = /^\$\{kubernetes_namespace_v1\.([^.]+)\.metadata/.exec(namespace ?? '') ?? [];
    return id === undefined
      ? (namespace ?? '')
      : (stack.resource!.kubernetes_namespace_v1![id] as { metadata: { name: string } }).metadata.name;
  };

  const bindings = [...of('kubernetes_role_binding_v1'), ...of('kubernetes_cluster_role_binding_v1')].flatMap(
    ({ metadata, role_ref, subject }) => {
      const { kind, name } = role_ref as { kind: string; name: string };
      return (subject as { name: string }[]).map((one) =>
        line(`${kind} ${name}`, placeOf(metadata), nameOf(one.name, stack)),
      );
    },
  );
  const assignments = of('azurerm_role_assignment')
    .filter((one) => one.role_definition_name !== LEFT_OUT)
    .map(
      ({ role_definition_name: name, role_definition_id: definition, condition, scope, principal_id: id }) =>
        line(
          `${textOf(name) || definedRole(textOf(definition), stack)}${condition === undefined ? '' : ' on condition'}`,
          /\/namespaces\/([^/]+)$/.exec(String(scope))?.[1] ?? '',
          nameOf(String(id), stack),
        ),
    );
  const rules = [...of('kubernetes_role_v1'), ...of('kubernetes_cluster_role_v1')].flatMap(
    ({ metadata, rule }) =>
      ((rule ?? []) as Block[]).map(({ verbs, resource_names: names }) =>
        line(`rules of ${(metadata as { name: string }).name}`, placeOf(metadata), limitsOf(verbs, names)),
      ),
  );
  return [...bindings, ...assignments, ...rules];
}

/** The name in the configuration: in Azure that of the cluster stands in front. */
function definedRole(reference: string, { resource }: StackJson): string {
  const [, id = ''] = /azurerm_role_definition\.([^.]+)\./.exec(reference) ?? [];
  const written = /^AzureRole-/.test(id) ? textOf(resource?.azurerm_role_definition?.[id]?.name) : '';
  return `definition ${written.replace(/^\S+ /, '')}`;
}

/** The name that was looked up, or a name as it is. */
function nameOf(text: string, { data }: StackJson): string {
  const [, type = '', id = ''] =
    /data\.(azuread_(?:user|group|service_principal))\.([\w-]+)/.exec(text) ?? [];
  const found = data?.[type]?.[id];

  return textOf(found?.user_principal_name ?? found?.mail ?? found?.display_name ?? text);
}

/** A text, and nothing where there is none. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function limitsOf(verbs: unknown, resourceNames: unknown): string {
  return JSON.stringify([verbs, resourceNames ?? 'all']);
}

/** Object IDs, and names in the directory, are the same in every case. */
function line(role: string, place: string, who: string): string {
  return `${role} in '${place}': ${who.toLowerCase()}`;
}
