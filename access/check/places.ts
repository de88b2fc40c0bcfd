import { AksConfig } from '../../app/config';
import { nameInAzure } from '../../app/stacks/azure-roles';
import { AKS_ADMIN_BINDING } from '../azure/azure-bindings';
import { ClusterAccess } from '../cluster-access';
import { isUser, userName } from '../directory/sign-in';
import { ClusterRoleBinding, PolicyRule, RoleBinding, Subject } from '../rbac/objects';
import { Place } from './result';

const LISTS = [
  ...['users', 'guests', 'groups', 'servicePrincipals', 'serviceAccounts', 'unsafeSystemGroups'],
] as const;

type Entry = AksConfig['access'][number] | AksConfig['azureRoles'][number];
type Key = (string | number)[];

/** Says where in a configuration grants and roles are written. */
export class GrantPlaces {
  /** Indexes of entries of `access` by what they grant. */
  private byGrant?: Map<string, number[]>;

  constructor(
    private readonly config: AksConfig,
    private readonly access: ClusterAccess,
  ) {}

  /** Where a binding has a subject from, or else where the binding is from; undefined of what is written nowhere. */
  ofGrant(binding: RoleBinding | ClusterRoleBinding, subject?: Subject): Place | undefined {
    const names = subject ? this.namesOf(subject) : [];
    const found =
      binding.metadata.name === AKS_ADMIN_BINDING
        ? this.inAad(names)
        : (this.inAccess(binding, names) ?? this.inAzureRoles(binding, names));

    return found && this.config.placeOf(found);
  }

  /** Where somebody is given an Azure role; undefined of one that comes along with something else. */
  ofAzureRole(role: string, namespace: string | undefined, subject: Subject): Place | undefined {
    const names = this.namesOf(subject);
    const { azureRoles, cluster } = this.config;
    const [found] = azureRoles.flatMap((entry, index) => {
      const isIt = entry.namespace === namespace && nameInAzure(entry, cluster.name) === role;
      const within = isIt ? placeIn(entry, names) : undefined;
      return within ? [this.config.placeOf(['azureRoles', index, ...within])] : [];
    });
    return found;
  }

  /** Where a rule of a role has a verb. */
  ofVerb(kind: string, name: string, namespace: string | undefined, verb: string): Place | undefined {
    const index = this.config.roles.findIndex(
      (role) => role.name === name && role.namespace === (kind === 'Role' ? namespace : undefined),
    );
    if (index < 0) {
      return undefined;
    }
    const rules: readonly Pick<PolicyRule, 'verbs'>[] = this.config.roles[index]!.rules ?? [];
    const rule = rules.findIndex(({ verbs }) => verbs.includes(verb));
    const within = rule < 0 ? [] : ['rules', rule, 'verbs', rules[rule]!.verbs.indexOf(verb)];
    return this.config.placeOf(['roles', index, ...within]);
  }

  ofNamespace(name: string): Place | undefined {
    const index = this.config.namespaces.findIndex((namespace) => namespace.name === name);

    return index < 0 ? undefined : this.config.placeOf(['namespaces', index, 'name']);
  }

  private inAad(names: readonly string[]): Key {
    const { aad } = this.config;
    const ids = aad.mode === 'managed' ? aad.adminGroupObjectIds : [];
    const index = ids.findIndex((id) => names.includes(id.toLowerCase()));

    return index < 0 ? ['aad', 'adminGroup'] : ['aad', 'adminGroupObjectIds', index];
  }

  private inAccess(
    { kind, metadata, roleRef }: RoleBinding | ClusterRoleBinding,
    names: readonly string[],
  ): Key | undefined {
    const namespace = kind === 'RoleBinding' ? metadata.namespace : undefined;
    const { access } = this.config;
    const named = (index: number): boolean => {
      const { name, serviceAccountsName } = access[index]!;

      return [undefined, metadata.name].some((one) => one === name || one === serviceAccountsName);
    };
    const indexes = this.granting(grantKey(namespace, roleRef.kind === 'Role', roleRef.name)).filter(named);
    return this.entry('access', access, indexes, names);
  }

  private granting(key: string): readonly number[] {
    if (!this.byGrant) {
      this.byGrant = new Map();
      for (const [index, { namespace, role, clusterRole = role! }] of this.config.access.entries()) {
        const own = grantKey(namespace, role !== undefined, clusterRole);
        this.byGrant.set(own, [...(this.byGrant.get(own) ?? []), index]);
      }
    }
    return this.byGrant.get(key) ?? [];
  }

  private inAzureRoles(
    { kind, metadata }: RoleBinding | ClusterRoleBinding,
    names: readonly string[],
  ): Key | undefined {
    const namespace = kind === 'RoleBinding' ? metadata.namespace : undefined;
    const { azureRoles } = this.config;
    const indexes = [...azureRoles.keys()].filter((index) => {
      const { namespace: place } = azureRoles[index]!;
      const name = nameInAzure(azureRoles[index]!, this.config.cluster.name);

      return place === namespace && isOfAzureRole(metadata.name, name);
    });
    return this.entry('azureRoles', azureRoles, indexes, names);
  }

  /** The name in the first of some entries that has it, or else the first of them. */
  private entry(
    list: 'access' | 'azureRoles',
    entries: readonly Entry[],
    indexes: readonly number[],
    names: readonly string[],
  ): Key | undefined {
    for (const index of indexes) {
      const within = placeIn(entries[index]!, names);
      if (within) {
        return [list, index, ...within];
      }
    }
    return indexes[0] === undefined ? undefined : [list, indexes[0]];
  }

  /** Everything by which a configuration may call a subject. */
  private namesOf({ kind, name, namespace }: Subject): string[] {
    const { users, servicePrincipals, groups } = this.access.directory;
    const account = [...users, ...servicePrincipals].find((one) => userName(one) === name);
    const group = groups.find(({ objectId }) => objectId === name);
    const others =
      kind === 'ServiceAccount'
        ? [`${namespace}/${name}`]
        : kind === 'Group'
          ? [group?.displayName]
          : account && isUser(account)
            ? [account.userPrincipalName, account.mail, account.objectId]
            : [account?.displayName, account?.objectId];

    return [name, ...others].flatMap((one) => one?.toLowerCase() ?? []);
  }
}

/** Behind the name of the role there may be what limits it. */
function isOfAzureRole(binding: string, role: string): boolean {
  return ['Azure role assignment of ', 'Eligible Azure role ']
    .map((what) => what + role)
    .some((name) => binding === name || binding.startsWith(`${name}, `));
}

function grantKey(namespace: string | undefined, isRole: boolean, name: string): string {
  return `${namespace ?? ''}/${isRole ? 'Role' : 'ClusterRole'}/${name}`;
}

function placeIn(entry: Entry, names: readonly string[]): Key | undefined {
  for (const list of LISTS) {
    const values = (entry as Readonly<Record<string, unknown>>)[list] as readonly string[] | undefined;
    const index = values?.findIndex((value) => names.includes(value.toLowerCase())) ?? -1;
    if (index >= 0) {
      return [list, index];
    }
  }
  const subjects = 'subjects' in entry ? (entry.subjects ?? []) : [];
  const index = subjects.findIndex(({ name }) => names.includes(name.toLowerCase()));
  return index < 0 ? undefined : ['subjects', index, 'name'];
}
