import { isGuestName } from '../../lib/shared/user-principal-name';
import { blocks, TerraformObject, text, texts } from '../rbac/from-terraform';
import type { StackJson } from './synthesized-app';

/** Somebody or something that an app takes to be in the directory. */
export interface Lookup {
  /** `account` is whoever stands under an object ID where users and service principals may. */
  readonly kind: 'user' | 'guest' | 'group' | 'service principal' | 'account';

  readonly by: 'userPrincipalName' | 'mail' | 'mailNickname' | 'displayName' | 'clientId' | 'objectId';

  readonly value: string;

  /** Path of the construct that names it. */
  readonly path: string;

  /** Whether a deployment fails where it is missing; a binding of nobody is made all the same, and grants nothing. */
  readonly isRequired: boolean;
}

type Key = readonly [argument: string, by: Lookup['by']];
type Instances = readonly (readonly [type: string, args: TerraformObject])[];

const USER_KEYS: readonly Key[] = [
  ['user_principal_name', 'userPrincipalName'],
  ['mail', 'mail'],
  ['object_id', 'objectId'],
  ['mail_nickname', 'mailNickname'],
];
const GROUP_KEYS: readonly Key[] = [
  ['display_name', 'displayName'],
  ['object_id', 'objectId'],
  ['mail_nickname', 'mailNickname'],
];
const PRINCIPAL_KEYS: readonly Key[] = [
  ['display_name', 'displayName'],
  ['client_id', 'clientId'],
  ['object_id', 'objectId'],
];
const DATA_SOURCES: Readonly<Record<string, readonly [Lookup['kind'], readonly Key[]]>> = {
  azuread_user: ['user', USER_KEYS],
  azuread_users: ['user', plural(USER_KEYS)],
  azuread_group: ['group', GROUP_KEYS],
  azuread_groups: ['group', plural(GROUP_KEYS)],
  azuread_service_principal: ['service principal', PRINCIPAL_KEYS],
};

/** Arguments of resources that hold object IDs: whose, and whether they can be those of a group. */
const OBJECT_IDS: readonly (readonly [type: string, argument: string])[] = [
  ['azuread_group', 'members'],
  ['azuread_group', 'owners'],
  ['azuread_group_member', 'member_object_id'],
  ['azuread_privileged_access_group_eligibility_schedule', 'principal_id'],
  ['azurerm_pim_eligible_role_assignment', 'principal_id'],
  ['azuread_application', 'owners'],
  ['azuread_service_principal', 'owners'],
];

const KIND_OF_PRINCIPAL: Readonly<Record<string, Lookup['kind']>> = {
  Group: 'group',
  ServicePrincipal: 'service principal',
};

const BINDINGS = /^kubernetes_(cluster_)?role_binding(_v1)?$/;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * What the stacks of an app look up in the directory or name by object ID, each once, and nothing that they create
 * themselves. What only a deployment can tell is left out.
 */
export function lookupsOf(stacks: readonly StackJson[]): Lookup[] {
  const data = stacks.flatMap((stack) => instancesOf(stack.data));
  const resources = stacks.flatMap((stack) => instancesOf(stack.resource));
  const created = namesOfCreated(resources);
  const all = [
    ...data.flatMap(lookupsOfData),
    ...resources.flatMap(objectIdsOf),
    ...resources.flatMap(subjectsOf),
  ].filter(({ value, by }) => isLiteral(value) && (by !== 'objectId' || UUID.test(value)));

  const found = new Map<string, Lookup>();
  for (const lookup of all) {
    // One object ID is one object, whatever it is taken for.
    const key = lookup.by === 'objectId' ? lookup.value : `${lookup.kind} ${lookup.by} ${lookup.value}`;
    const isCreated = lookup.by === 'displayName' && created.has(`${lookup.kind} ${lookup.value}`);
    if (!isCreated && !found.has(key.toLowerCase())) {
      found.set(key.toLowerCase(), lookup);
    }
  }
  return [...found.values()];
}

/** Object IDs of the groups that administer the clusters of an app, but for those that it creates. */
export function adminGroupIdsOf(stacks: readonly StackJson[]): string[] {
  return stacks
    .flatMap(({ resource }) => Object.values(resource?.azurerm_kubernetes_cluster ?? {}))
    .flatMap((cluster) => blocks(cluster, 'azure_active_directory_role_based_access_control'))
    .flatMap((aad) => texts(aad, 'admin_group_object_ids'))
    .filter(isLiteral);
}

/** Groups that an app takes over: who is in them is not known to it, and nothing fails where they are missing from a file. */
export function importedGroupsOf(stacks: readonly StackJson[]): Lookup[] {
  return stacks.flatMap(({ resource = {}, import: imports = [] }) =>
    imports.flatMap(({ id, to }): Lookup[] => {
      const [, name] = /^azuread_group\.([\w-]+)$/.exec(to) ?? [];
      const [, objectId = ''] = /^\/groups\/([^/]+)$/.exec(id) ?? [];
      const group = name === undefined ? undefined : resource.azuread_group?.[name];
      return group && UUID.test(objectId)
        ? [{ kind: 'group', by: 'objectId', value: objectId, path: pathOf(group), isRequired: false }]
        : [];
    }),
  );
}

function instancesOf(instances: StackJson['data']): Instances {
  return Object.entries(instances ?? {}).flatMap(([type, byId]) =>
    Object.values(byId).map((args) => [type, args] as const),
  );
}

function lookupsOfData([type, args]: Instances[number]): Lookup[] {
  const [kind, keys] = DATA_SOURCES[type] ?? [];
  if (!kind || !keys || args.ignore_missing === true) {
    return [];
  }
  return keys.flatMap(([argument, by]) =>
    valuesOf(args, argument).map((value) => ({
      kind: kind === 'user' && isOfGuest(by, value) ? 'guest' : kind,
      by,
      value,
      path: pathOf(args),
      isRequired: true,
    })),
  );
}

/** Who is found by mail has been invited; members go by their user principal names. */
function isOfGuest(by: Lookup['by'], value: string): boolean {
  return by === 'mail' || isGuestName(value);
}

function objectIdsOf([type, args]: Instances[number]): Lookup[] {
  const found = (kind: Lookup['kind'], values: readonly string[], isRequired = true): Lookup[] =>
    values.map((value) => ({ kind, by: 'objectId', value, path: pathOf(args), isRequired }));

  switch (type) {
    case 'azurerm_role_assignment':
      return found(
        KIND_OF_PRINCIPAL[text(args, 'principal_type') ?? ''] ?? 'account',
        valuesOf(args, 'principal_id'),
      );
    case 'azurerm_kubernetes_cluster':
      return blocks(args, 'azure_active_directory_role_based_access_control').flatMap((aad) =>
        found('group', texts(aad, 'admin_group_object_ids'), false),
      );
    default:
      return OBJECT_IDS.filter(([on]) => on === type).flatMap(([, argument]) =>
        found('account', valuesOf(args, argument)),
      );
  }
}

/** Names in bindings that were not looked up. */
function subjectsOf([type, args]: Instances[number]): Lookup[] {
  if (!BINDINGS.test(type)) {
    return [];
  }
  return blocks(args, 'subject').flatMap((subject): Lookup[] => {
    const value = text(subject, 'name') ?? '';
    const common = { value, path: pathOf(args), isRequired: false };
    switch (text(subject, 'kind')) {
      case 'Group':
        return [{ ...common, kind: 'group', by: 'objectId' }];
      case 'User':
        return value.includes('@') && !isGuestName(value)
          ? [{ ...common, kind: 'user', by: 'userPrincipalName' }]
          : [{ ...common, kind: 'account', by: 'objectId' }];
      default:
        return [];
    }
  });
}

function namesOfCreated(resources: Instances): Set<string> {
  return new Set(
    resources.flatMap(([type, args]) => {
      const kind = { azuread_group: 'group', azuread_application: 'service principal' }[type];
      return kind ? [`${kind} ${text(args, 'display_name') ?? ''}`] : [];
    }),
  );
}

function valuesOf(args: TerraformObject, argument: string): string[] {
  const one = text(args, argument);
  return one === undefined ? texts(args, argument) : [one];
}

function pathOf(args: TerraformObject): string {
  const { metadata } = (args['//'] ?? {}) as { metadata?: { path?: string } };
  return metadata?.path ?? '';
}

function plural(keys: readonly Key[]): Key[] {
  return keys.map(([argument, by]) => [`${argument}s`, by]);
}

function isLiteral(value: string): boolean {
  return value !== '' && !value.includes('${');
}
