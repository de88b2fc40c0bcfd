import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import {
  AadAksAutomaticCluster,
  AadAksCluster,
  AzureEnvironment,
  AzureRole,
  AzureRoleActivationPolicy,
  AzureRoleCondition,
  AzureRoleDefinition,
  AzureRoleEligibility,
  AzureRoleGrantOptions,
  IAadAksCluster,
  IRbacRole,
  KubeloginLogin,
  KubernetesConnection,
  KubernetesCredentials,
  KubernetesNamespace,
  RbacBinding,
  RbacCustomRole,
  RbacRole,
  RbacSubject,
} from '../../lib';
import { azurermGeneration } from '../../lib/shared/azurerm-bindings';
import { requireAzurermGeneration } from '../../lib/shared/azurerm-generation';
import { AccessSubjects, Granted } from './access-subjects';
import { warnOfAccess } from './access-warnings';
import { AZURE_ROLES, nameInAzure } from './azure-roles';
import { leaveRolesToConfiguration } from '../../lib/shared/doubtful-roles';
import { warnOfDoubts } from './doubt-warnings';
import { ClusterStack } from './cluster-stack';
import { AccessConfig, AksConfig, AzureRoleConfig, ManagedAadConfig, RoleConfig } from '../config';
import { formatProblem } from '../config/problems/config-error';
import { freeId } from '../../lib/shared/free-id';
import { logicalIdBelow, MovedAddress } from '../../lib/shared/moved-address';
import { mutable } from './mutable';
import { defineAzuread, defineAzurerm } from './providers';
import { setParallelism } from './parallelism';
import { silenceWarnings } from './silence';
import { defineStateBackend } from '../state/backend';

/** Logins of kubelogin that do not bring the tenant along. */
const NEEDS_TENANT: readonly AksConfig['kubernetes']['login'][] = [
  'spn',
  'workloadidentity',
  'azurepipelines',
  'interactive',
];

type AzureRoleOfEntry = Partial<
  Pick<AzureRoleConfig, 'role' | 'definition' | 'namespace' | 'customResources' | 'unsafeCondition'>
>;

/** Who may do what in the cluster; finds the cluster by its configured name, so it reads nobody's state. */
export class AccessStack extends TerraformStack {
  private readonly subjects: AccessSubjects;

  /** Names of created namespaces, as references: what is in a namespace waits for it. */
  private readonly namespaces = new Map<string, string>();

  /** Created roles, by name and, behind a namespace and a slash, by that of roles of a namespace. */
  private readonly roles = new Map<string, RbacCustomRole>();

  /** Azure roles of the configuration, by name. */
  private readonly azureRoles = new Map<string, AzureRole>();

  /** `cluster` is undefined when somebody else's is only referred to. */
  constructor(scope: Construct, id: string, config: AksConfig, cluster?: ClusterStack) {
    super(scope, id);
    silenceWarnings(this, config);
    defineStateBackend(this, config);
    setParallelism(this, config);
    defineAzurerm(this, config, false);
    if (cluster) {
      this.addDependency(cluster);
    }

    // One deployment has one version of azurerm: that which the cluster needs.
    const { azurerm } = config.azure;
    requireAzurermGeneration(this, azurermGeneration(config.aad.mode === 'legacy', azurerm));
    this.subjects = new AccessSubjects(this, {
      lookUpUsers: config.directory.lookUpUsers,
      defineProvider: () => defineAzuread(this, config),
    });
    const { existing, connection } = this.connect(config);

    this.createNamespaces(config);
    // Those of the configuration have a line.
    leaveRolesToConfiguration(this);
    this.createRoles(config);
    if (cluster) {
      this.addWorkloadIdentities(config, cluster, connection);
    }
    this.bind(config.access);
    this.grantAzureRoles(config, existing);
    warnOfAccess(this, config);
    warnOfDoubts(this, config, ['unknown-cluster-role', 'unknown-role', 'unknown-namespace']);
  }

  private connect({ cluster, aad, kubernetes, azure }: AksConfig): {
    existing: IAadAksCluster;
    connection: KubernetesConnection;
  } {
    const name = { clusterName: cluster.name, resourceGroupName: cluster.resourceGroupName };
    const existing = cluster.automatic
      ? AadAksAutomaticCluster.fromLookup(this, 'Aks', name)
      : AadAksCluster.fromLookup(this, 'Aks', {
          ...name,
          localAccounts: cluster.security?.localAccounts ?? aad.mode === 'legacy',
          azureRbac: aad.mode === 'managed' && (aad.azureRbac ?? aad.tenantId === undefined),
        });

    const credentials =
      kubernetes.credentials === 'admin'
        ? KubernetesCredentials.admin()
        : KubernetesCredentials.kubelogin({
            login: kubernetes.login as KubeloginLogin | undefined,
            // The Azure CLI refuses a tenant when a managed identity is signed in, and needs none.
            tenantId:
              aad.mode === 'managed' && aad.tenantId !== undefined
                ? aad.tenantId
                : NEEDS_TENANT.includes(kubernetes.login)
                  ? azure.tenantId
                  : undefined,
            environment: azure.environment as AzureEnvironment | undefined,
          });

    const connection = new KubernetesConnection(this, 'Kubernetes', {
      cluster: existing,
      credentials,
      ...mutable({ ignoreLabels: kubernetes.ignoreLabels, ignoreAnnotations: kubernetes.ignoreAnnotations }),
    });
    return { existing, connection };
  }

  private createNamespaces({ namespaces, protect }: AksConfig): void {
    for (const { name, create, import: isImported, labels, annotations } of namespaces) {
      if (create) {
        const namespace = new KubernetesNamespace(this, `Namespace-${name}`, {
          name,
          labels,
          annotations,
          protect,
        });
        if (isImported) {
          namespace.importFrom();
        }
        this.namespaces.set(name, namespace.namespaceName);
      }
    }
  }

  private createRoles({ roles, placeOf }: AksConfig): void {
    for (const [index, { aggregateTo, import: isImported, ...role }] of roles.entries()) {
      const id = kubernetesId(role);
      const created = new RbacCustomRole(this, freeId(this, `Custom${roleId(role)}`, id), {
        ...mutable(role),
        ...this.placeOf(role),
        aggregateTo: aggregateTo?.map((name) => RbacRole.clusterRole(name)),
      });
      created._writtenAt((path, message) =>
        formatProblem({ ...placeOf(['roles', index, ...path]), message }),
      );
      if (isImported) {
        created.importFrom(kubernetesId(role));
      }
      this.roles.set(id, created);
    }
  }

  /** The identities belong to the cluster stack, and this one finds them by name. */
  private addWorkloadIdentities(
    { cluster: { workloadIdentities } }: AksConfig,
    { cluster }: ClusterStack,
    connection: KubernetesConnection,
  ): void {
    for (const { createServiceAccount, ...identity } of workloadIdentities) {
      const { namespace, serviceAccount } = identity;
      const id = freeId(
        cluster,
        `WorkloadIdentity-${namespace}-${serviceAccount}`,
        `${namespace}/${serviceAccount}`,
      );
      cluster.addWorkloadIdentity(id, {
        ...identity,
        connection: createServiceAccount ? connection : undefined,
      });
    }
  }

  /** Entries with the same role and place become one binding, so that adding a person changes one resource. */
  private bind(access: readonly AccessConfig[]): void {
    for (const [id, entries] of groupByBinding(access)) {
      const [entry] = entries;

      const binding = new RbacBinding(this, id, {
        name: entry.name,
        serviceAccountsName: entry.serviceAccountsName,
        ...this.placeOf(entry),
        role: this.roleOf(entry),
        subjects: distinct(entries.flatMap((each) => this.subjects.all(each))).map(({ subject }) => subject),
        keepSubjects: entries.some((each) => each.subjects !== undefined),
        labels: merged(entries.map(({ labels }) => labels)),
        annotations: merged(entries.map(({ annotations }) => annotations)),
      });
      if (entries.some((each) => each.import)) {
        const { namespace, name = '', serviceAccountsName = '' } = entry;
        binding.importFrom(kubernetesId({ namespace, name: hasPeople(entry) ? name : serviceAccountsName }));
      }
      this.moveFromEarlierAddress(binding, entry);
    }
  }

  /** The ID of a named binding used to have the role in it, so that another role made a second binding of the name. */
  private moveFromEarlierAddress(binding: RbacBinding, entry: AccessConfig): void {
    const { name = entry.serviceAccountsName, namespace } = entry;
    if (name === undefined) {
      return;
    }
    const type = `kubernetes_${namespace === undefined ? 'cluster_' : ''}role_binding_v1`;
    new MovedAddress(binding, 'Moved', {
      from: `${type}.${logicalIdBelow(this, `${unnamedBindingId(entry)}${SEPARATOR}${name}`, 'Resource')}`,
      to: () => `${type}.${logicalIdBelow(binding, 'Resource')}`,
    });
  }

  private defineAzureRoles(
    { azureRoleDefinitions, cluster: { name: clusterName } }: AksConfig,
    cluster: IAadAksCluster,
  ): void {
    for (const { name, ...definition } of azureRoleDefinitions) {
      const { role } = new AzureRoleDefinition(this, `AzureRole-${name}`, {
        ...mutable(definition),
        cluster,
        roleName: nameInAzure({ definition: name }, clusterName),
      });
      this.azureRoles.set(name, role);
    }
  }

  /** `RbacReader`, or the name of a definition. */
  private nameOfAzureRole({ role, definition = '' }: AzureRoleOfEntry): string {
    return role ?? `AzureRole-${definition}`;
  }

  private azureGrant({
    role,
    definition = '',
    namespace,
    customResources,
    unsafeCondition,
  }: AzureRoleOfEntry): Omit<AzureRoleGrantOptions, 'subject'> {
    const condition =
      unsafeCondition !== undefined
        ? AzureRoleCondition.unsafeRaw(unsafeCondition)
        : customResources && AzureRoleCondition.customResources(mutable(customResources));
    return {
      role: role === undefined ? this.azureRoles.get(definition)! : AZURE_ROLES[role],
      ...(namespace !== undefined && { namespace }),
      ...(condition && { condition }),
    };
  }

  private grantAzureRoles(config: AksConfig, cluster: IAadAksCluster): void {
    this.defineAzureRoles(config, cluster);
    const assigned = new Set<string>();
    const grant = (entry: AzureRoleOfEntry, { id, subject }: Granted, assignmentId?: string): void => {
      const { namespace } = entry;
      const role = this.nameOfAzureRole(entry);
      const keyOf = (who = ''): string => JSON.stringify([role, namespace, who]);
      const [byName, byObjectId] = [keyOf(id), keyOf(subject.objectId)];

      // Azure refuses a second assignment, even where the same object ID stands under two keys, or one name in two spellings.
      if (!assigned.has(byName) && !assigned.has(byObjectId)) {
        assigned.add(byName).add(byObjectId);
        const constructId = `${role}--${placeOf({ namespace })}--${id}`;
        const assignment = cluster.grantAzureRole(freeId(cluster, constructId, byName), {
          ...this.azureGrant(entry),
          subject,
        });
        if (assignmentId !== undefined) {
          assignment.importFrom(assignmentId);
        }
      }
    };

    for (const entry of config.azureRoles) {
      this.subjects.people(entry).forEach((granted) => grant(entry, granted, entry.import));
    }
    this.clusterUsers(config).forEach((granted) => grant({ role: 'ClusterUser' }, granted));
    this.makeEligible(config, cluster);
  }

  private makeEligible({ azureRoles }: AksConfig, cluster: IAadAksCluster): void {
    for (const entry of azureRoles) {
      const { namespace, eligible } = entry;
      if (!eligible) {
        continue;
      }
      const role = this.nameOfAzureRole(entry);
      const { activation, ticket, days, justification } = eligible;
      const place = namespace === undefined ? 'cluster' : `namespace-${namespace}`;
      const { condition, ...granted } = this.azureGrant(entry);
      const common = { ...granted, cluster };
      const policy =
        activation &&
        new AzureRoleActivationPolicy(this, `Activation--${role}--${place}`, {
          ...common,
          ...activation,
          approvers: activation.approvers && this.subjects.people(activation.approvers).map(subjectOf),
        });
      for (const { id, subject } of this.subjects.people(eligible)) {
        const constructId = `Eligible--${role}--${place}--${id}`;
        if (!this.node.tryFindChild(constructId)) {
          new AzureRoleEligibility(this, constructId, {
            ...common,
            ...(condition && { condition }),
            subject,
            days,
            justification,
            ticketNumber: ticket?.number,
            ticketSystem: ticket?.system,
            policy,
          });
        }
      }
    }
  }

  /** Whoever has a role in the cluster, from Kubernetes or from Azure, and is not told to do without get-credentials. */
  private clusterUsers({ access, azureRoles, aad, grantClusterUser }: AksConfig): Granted[] {
    const withRole = [
      ...access.filter((entry) => entry.grantClusterUser ?? grantClusterUser),
      ...(grantClusterUser ? azureRoles : []),
    ];
    const admins = aad.mode === 'managed' && grantClusterUser ? administrators(aad) : [];
    const people = [
      ...withRole.flatMap((entry) => this.subjects.people(entry)),
      ...(grantClusterUser ? azureRoles : []).flatMap(({ eligible = {} }) => this.subjects.people(eligible)),
      ...admins.map((group) => ({ id: `group-${group.toLowerCase()}`, subject: this.subjects.group(group) })),
    ];

    // A user who is bound as written has no object ID.
    return people.filter(({ subject }) => subject.objectId !== undefined);
  }

  private roleOf(entry: AccessConfig): IRbacRole {
    const { clusterRole, role = '' } = entry;
    const existing = clusterRole === undefined ? RbacRole.role(role) : RbacRole.clusterRole(clusterRole);

    return (
      this.roles.get(
        kubernetesId({ name: existing.name, namespace: clusterRole ? undefined : entry.namespace }),
      ) ?? existing
    );
  }

  /** The namespace that this stack creates, so that what is in it waits for it, or its name; nothing outside of namespaces. */
  private placeOf({ namespace }: Pick<RoleConfig, 'namespace'>): { namespace?: string } {
    return namespace === undefined ? {} : { namespace: this.namespaces.get(namespace) ?? namespace };
  }
}

/** Groups whose members administer the cluster: by object ID, and the one that the identity stack creates by name. */
function administrators({ adminGroup, adminGroupObjectIds }: ManagedAadConfig): string[] {
  return [...adminGroupObjectIds, ...(adminGroup ? [adminGroup.displayName] : [])];
}

function roleId({ name, namespace }: Pick<RoleConfig, 'name' | 'namespace'>): string {
  return namespace === undefined ? `ClusterRole-${name}` : `Role-${name}--namespace-${namespace}`;
}

/** Written out, as an import takes no reference to what is imported along with it. */
function kubernetesId({ name, namespace }: Pick<RoleConfig, 'name' | 'namespace'>): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** Whether an entry has somebody else than service accounts. */
function hasPeople(entry: AccessConfig): boolean {
  const { users, guests, groups, servicePrincipals, unsafeSystemGroups, subjects = [] } = entry;

  return [users, guests, groups, servicePrincipals, unsafeSystemGroups, subjects].some(
    (list) => list.length > 0,
  );
}

/** Labels or annotations of all entries of a binding; undefined when none has any. */
function merged(
  texts: readonly (Readonly<Record<string, string>> | undefined)[],
): Record<string, string> | undefined {
  const all = Object.assign({}, ...texts) as Record<string, string>;

  return Object.keys(all).length > 0 ? all : undefined;
}

function subjectOf({ subject }: Granted): RbacSubject {
  return subject;
}

type Entries = [AccessConfig, ...AccessConfig[]];

/** Has the one character besides the slash that no name of Kubernetes has; an address shows its hyphens. */
const SEPARATOR = '-%-';

/**
 * Construct ID of the binding that an entry belongs to, and part of the resource's address: name and place are what a binding
 * is, so that another role replaces it where it stands. One without a name is known by role and place.
 */
function bindingId(entry: AccessConfig): string {
  const { name, serviceAccountsName } = entry;
  if (name === undefined && serviceAccountsName === undefined) {
    return unnamedBindingId(entry);
  }
  const what = name === undefined ? ['ServiceAccounts', serviceAccountsName] : ['Binding', name];

  return [what[0], placeOf(entry), what[1]].join(SEPARATOR);
}

function unnamedBindingId(entry: AccessConfig): string {
  const { clusterRole, role } = entry;

  return [clusterRole === undefined ? `Role-${role}` : `ClusterRole-${clusterRole}`, placeOf(entry)].join(
    SEPARATOR,
  );
}

function placeOf({ namespace }: Pick<AccessConfig, 'namespace'>): string {
  return namespace === undefined ? 'cluster' : `namespace-${namespace}`;
}

function groupByBinding(access: readonly AccessConfig[]): Map<string, Entries> {
  const bindings = new Map<string, Entries>();

  for (const entry of access) {
    const id = bindingId(entry);
    const earlier = bindings.get(id);
    if (earlier) {
      earlier.push(entry);
    } else {
      bindings.set(id, [entry]);
    }
  }
  return bindings;
}

/** Each subject once, whatever entries name it. */
function distinct(granted: readonly Granted[]): Granted[] {
  return [
    ...new Map(
      granted.map((each) => {
        const { kind, namespace, name } = each.subject;
        return [JSON.stringify([kind, namespace, name]), each];
      }),
    ).values(),
  ];
}
