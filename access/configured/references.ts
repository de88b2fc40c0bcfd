import { userName } from '../directory/sign-in';
import { People, Tenant, TenantGroup } from '../directory/tenant';
import { blocks, TerraformObject, text, texts } from '../rbac/from-terraform';
import { DirectoryLookups, Principal, sameText } from './directory-lookups';
import { StackJson, ClusterStacks } from './synthesized-app';

const REMOTE_STATE =
  /^\$\{data\.terraform_remote_state\.cross-stack-reference-input-([\w-]+)\.outputs\.([\w-]+)\}$/;
const LOOKUP =
  /\bdata\.(azuread_user|azuread_group|azuread_service_principal|azuread_client_config)\.([\w-]+)/;
const CREATED_GROUP = /(?<!data\.)\bazuread_group\.([\w-]+)/;

/** A group of the app. */
interface AppGroup extends TenantGroup {
  /** Whether its members are those that it has in the directory, whatever the app says. */
  readonly leavesMembers: boolean;
}

/** Says whom the expressions in the Terraform JSON of an app mean. */
export class References {
  private readonly lookups: DirectoryLookups;
  private readonly groups = new Map<string, AppGroup>();
  private readonly principals = new Map<string, Principal | undefined>();
  private readonly namesOfLookups = new Set<string>();
  private readonly unreadable: string[] = [];

  constructor(
    private readonly app: ClusterStacks,
    private readonly tenant?: Tenant,
  ) {
    this.lookups = new DirectoryLookups(tenant);
    for (const [name, stack] of Object.entries(app.stacks)) {
      this.readGroups(name, stack);
    }
  }

  /** The tenant or another directory, the groups that the app creates or takes over, and whom it puts into them. */
  people(directory?: People): People {
    const known = (directory ?? this.tenant)?.groups ?? [];
    const groups = [...this.groups.values()].filter(
      (group) => !group.leavesMembers || !known.some(({ objectId }) => sameText(objectId, group.objectId)),
    );
    return this.lookups.people(groups, directory);
  }

  /** What a deployment would stumble over, and what cannot be told without one. */
  get problems(): string[] {
    return [...new Set([...this.lookups.problems, ...this.unreadable])];
  }

  /** Whether a name in a binding stands for whatever the directory will answer. */
  isLookup(kind: string, name: string): boolean {
    return this.namesOfLookups.has(`${kind} ${name}`);
  }

  /** The name that the cluster compares, of a subject of kind User or Group. */
  subjectName(kind: string, value: string, stack: string): string {
    if (!value.includes('${')) {
      return value;
    }
    const principal = this.principal(value, stack);
    if (!principal) {
      this.unreadable.push(`${kind} '${value}' is known only after a deployment`);
      this.namesOfLookups.add(`${kind} ${value}`);
      return value;
    }

    const isGroup = 'members' in principal;
    const name = isGroup ? principal.objectId : userName(principal);
    const isAnswered =
      isGroup && this.isOfApp(principal) ? hasObjectId(principal) : this.tenant !== undefined;
    if (!isAnswered) {
      this.namesOfLookups.add(`${kind} ${name}`);
    }
    return name;
  }

  /** Whom an expression or an object ID means; undefined when that cannot be told. */
  principal(value: string, stack: string): Principal | undefined {
    if (!value.includes('${')) {
      return this.lookups.byObjectId(value);
    }
    const key = `${stack} ${value}`;
    if (!this.principals.has(key)) {
      this.principals.set(key, this.evaluate(value, stack));
    }
    return this.principals.get(key);
  }

  private evaluate(value: string, stackName: string): Principal | undefined {
    const [, source, output] = REMOTE_STATE.exec(value) ?? [];
    if (source && output) {
      const exported = text(this.app.stacks[source]?.output?.[output] ?? {}, 'value');
      return exported === undefined ? undefined : this.principal(exported, source);
    }

    const [, type, id] = LOOKUP.exec(value) ?? [];
    if (type && id) {
      return this.lookUp(type, this.app.stacks[stackName]?.data?.[type]?.[id] ?? {});
    }
    const [, group] = CREATED_GROUP.exec(value) ?? [];
    return group ? this.groups.get(`${stackName} ${group}`) : undefined;
  }

  private lookUp(type: string, args: TerraformObject): Principal {
    switch (type) {
      case 'azuread_user':
        return this.lookups.user(args);

      case 'azuread_group':
        return this.createdGroup(args) ?? this.lookups.group(args);

      case 'azuread_service_principal':
        return this.lookups.servicePrincipal(args);

      default:
        return this.lookups.deployer();
    }
  }

  /** The group that another stack of the app has created by then, unless the tenant has it already. */
  private createdGroup(args: TerraformObject): TenantGroup | undefined {
    const name = text(args, 'display_name')?.toLowerCase();
    const isCalledSo = ({ displayName }: TenantGroup): boolean => displayName.toLowerCase() === name;

    return this.tenant?.groups.some(isCalledSo) ? undefined : [...this.groups.values()].find(isCalledSo);
  }

  private readGroups(stackName: string, { resource = {}, import: imports = [] }: StackJson): void {
    const memberships = Object.values(resource.azuread_group_member ?? {});

    for (const [id, group] of Object.entries(resource.azuread_group ?? {})) {
      const displayName = text(group, 'display_name') ?? id;
      const importId = imports.find(({ to }) => to === `azuread_group.${id}`)?.id;
      const existing = this.existingGroup(displayName, importId);
      const leavesMembers = (existing !== undefined || importId !== undefined) && leavesMembersAlone(group);
      const added = memberships
        .filter((membership) => text(membership, 'group_object_id')?.includes(`azuread_group.${id}.`))
        .map((membership) => text(membership, 'member_object_id') ?? '');
      const written = leavesMembers ? [] : texts(group, 'members');
      const members = [...written, ...added].flatMap((member) => {
        const principal = this.principal(member, stackName);
        return principal ? [this.lookups.remember(principal).objectId] : [];
      });

      this.groups.set(`${stackName} ${id}`, {
        // Without an object ID, the name serves for one.
        objectId: existing?.objectId ?? objectIdIn(importId) ?? displayName,
        displayName,
        members: [...new Set([...(leavesMembers ? (existing?.members ?? []) : []), ...members])],
        owners: existing?.owners ?? [],
        leavesMembers: leavesMembers && added.length === 0,
      });
    }
  }

  /** The group that the app takes over, or that an earlier deployment has made; undefined when the tenant has none. */
  private existingGroup(displayName: string, importId: string | undefined): TenantGroup | undefined {
    const groups = [...(this.tenant?.groups ?? []), ...writtenGroups(this.tenant)];
    const id = objectIdIn(importId);
    return groups.find((group) =>
      id === undefined ? sameText(group.displayName, displayName) : sameText(group.objectId, id),
    );
  }

  private isOfApp(group: TenantGroup): boolean {
    return [...this.groups.values()].some((one) => one === group);
  }
}

function hasObjectId({ objectId, displayName }: TenantGroup): boolean {
  return objectId !== displayName;
}

/** The object ID in the ID by which a group is imported. */
function objectIdIn(importId: string | undefined): string | undefined {
  return importId?.split('/').pop();
}

/** Whether Terraform leaves the members of an existing group as they are. */
function leavesMembersAlone(group: TerraformObject): boolean {
  const ignored = blocks(group, 'lifecycle').flatMap((lifecycle) => texts(lifecycle, 'ignore_changes'));
  return group.members === undefined || ignored.includes('members') || ignored.includes('all');
}

/** Groups that the tenant file lists under `objects`, in the words of the provider. */
function writtenGroups(tenant: Tenant | undefined): TenantGroup[] {
  return (tenant?.objects?.azuread_group ?? []).flatMap((group) => {
    const [objectId, displayName] = [text(group, 'object_id'), text(group, 'display_name')];
    return objectId === undefined || displayName === undefined
      ? []
      : [{ objectId, displayName, members: texts(group, 'members'), owners: texts(group, 'owners') }];
  });
}
