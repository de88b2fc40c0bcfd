import { userName } from '../directory/sign-in';
import { People, Tenant, TenantGroup } from '../directory/tenant';
import { TerraformObject, text, texts } from '../rbac/from-terraform';
import { DirectoryLookups, Principal } from './directory-lookups';
import { StackJson, ClusterStacks } from './synthesized-app';

const REMOTE_STATE =
  /^\$\{data\.terraform_remote_state\.cross-stack-reference-input-([\w-]+)\.outputs\.([\w-]+)\}$/;
const LOOKUP =
  /\bdata\.(azuread_user|azuread_group|azuread_service_principal|azuread_client_config)\.([\w-]+)/;
const CREATED_GROUP = /(?<!data\.)\bazuread_group\.([\w-]+)/;

/** Says whom the expressions in the Terraform JSON of an app mean. */
export class References {
  private readonly lookups: DirectoryLookups;
  private readonly groups = new Map<string, TenantGroup>();
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

  /** The tenant or another directory, the groups that the app creates, and whom it puts into them. */
  people(directory?: People): People {
    return this.lookups.people([...this.groups.values()], directory);
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
    if (!this.tenant || (isGroup && this.isCreated(principal))) {
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

  private readGroups(stackName: string, { resource = {} }: StackJson): void {
    const memberships = Object.values(resource.azuread_group_member ?? {});

    for (const [id, group] of Object.entries(resource.azuread_group ?? {})) {
      const displayName = text(group, 'display_name') ?? id;
      const added = memberships
        .filter((membership) => text(membership, 'group_object_id')?.includes(`azuread_group.${id}.`))
        .map((membership) => text(membership, 'member_object_id') ?? '');
      const members = [...texts(group, 'members'), ...added].flatMap((member) => {
        const principal = this.principal(member, stackName);
        return principal ? [this.lookups.remember(principal).objectId] : [];
      });

      this.groups.set(`${stackName} ${id}`, {
        // It has no object ID yet; the name serves for one.
        objectId: displayName,
        displayName,
        members,
        owners: [],
      });
    }
  }

  private isCreated(group: TenantGroup): boolean {
    return [...this.groups.values()].includes(group);
  }
}
