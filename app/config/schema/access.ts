import { z } from 'zod';
import * as azure from './azure-fields';
import { ACTIVATION, activationRules, APPROVERS, why } from './eligible';
import * as field from './fields';
import { text } from './fields';

/** The sections of aks.yaml about who may do what: directory, namespaces, roles, access and azureRoles. */

export const directory = z
  .strictObject({
    lookUpUsers: z
      .boolean()
      .default(true)
      .describe(
        "Whether 'users' are looked up in the directory, which gives the exact case, finds guests and gives the object ID that Azure roles take. false: bound as written, exact case, without a Cluster User role.",
      ),
    domains: field
      .list(field.domain())
      .optional()
      .describe(
        'Domains of the user principal names of the tenant; a user of another domain is warned about. Default: any.',
      ),
  })
  .describe('How people are found in Azure AD.');

const labels = z.record(field.metadataKey(), field.labelValue()).optional().describe('Labels, name: value.');

const annotations = z
  .record(field.metadataKey(), z.string())
  .optional()
  .describe('Annotations, name: value.');

const namespace = z
  .strictObject({
    name: field.namespaceName().describe('Name of the namespace.'),
    create: z
      .boolean()
      .default(true)
      .describe(
        'Whether the access stack creates the namespace, and deletes it with everything in it when the entry is removed; false: it exists.',
      ),
    import: z.literal(true).optional().describe('Takes over an existing namespace, with everything in it.'),
    labels,
    annotations,
  })
  .describe('A namespace of the cluster.');

const rule = z
  .strictObject({
    verbs: field.list(field.label()).describe('What may be done, such as get, list and watch.'),
    resources: field
      .list(field.label())
      .optional()
      .describe(
        'With what: plurals, such as pods or pods/log; what is not built into Kubernetes with its API group, such as certificates.cert-manager.io.',
      ),
    apiGroups: field
      .list(z.string())
      .optional()
      .describe('API groups of the resources, "" for the core. Default: the group of each resource.'),
    resourceNames: field
      .list(field.label())
      .min(1, { error: 'list at least one name, or remove the key: without it all are meant' })
      .optional()
      .describe('Names of the objects that the rule is limited to. Default: all.'),
    nonResourceUrls: field
      .list(field.label())
      .optional()
      .describe('Paths such as /metrics, instead of resources; not in a namespace.'),
  })
  .describe('Something that a role allows.');

const role = z
  .strictObject({
    name: field.rbacName().describe('Name of the role, case kept.'),
    namespace: field
      .namespaceName()
      .optional()
      .describe('Namespace of the role. Default: a cluster role, which can be bound anywhere.'),
    import: z.literal(true).optional().describe('Takes over the existing role of this name.'),
    rules: z
      .array(rule)
      .min(1, { error: 'list at least one rule, or remove the key' })
      .optional()
      .describe('What the role allows.'),
    aggregateTo: field
      .list(field.aggregatingRole())
      .optional()
      .describe('Cluster roles that take the rules over, such as admin, edit or view.'),
    aggregateFrom: z
      .array(
        z.record(field.metadataKey(), field.labelValue()).refine((wanted) => Object.keys(wanted).length > 0, {
          error: 'name at least one label: without one it would take the rules of every cluster role',
        }),
      )
      .min(1, { error: 'list at least one set of labels, or remove the key' })
      .optional()
      .describe('Labels of the cluster roles whose rules this one is made of, instead of rules.'),
    labels,
    annotations,
  })
  .describe('A Kubernetes role, created by the access stack.');

/** The people of an entry, for Kubernetes and Azure alike. */
const people = {
  users: field
    .list(field.userPrincipalName())
    .default([])
    .describe('User principal names of members of the tenant. Looked up, see directory.lookUpUsers.'),
  guests: field
    .list(field.guest())
    .default([])
    .describe('Guests: the mail address that was invited, which is looked up, or the object ID.'),
  groups: field
    .list(field.nameOrObjectId('a group'))
    .default([])
    .describe('Security groups: the display name, which is looked up, or the object ID.'),
  servicePrincipals: field
    .list(field.nameOrObjectId('a service principal'))
    .default([])
    .describe(
      'Service principals: the display name, which is looked up, or the object ID, which is not the client ID.',
    ),
};

export const deployers = z
  .strictObject({
    users: field
      .list(field.userPrincipalName())
      .default([])
      .describe('User principal names of members of the tenant, which are looked up.'),
    guests: people.guests,
    servicePrincipals: people.servicePrincipals,
  })
  .optional()
  .describe(
    'Who deploys: people, and the service principals of pipelines. They become members of the group that aad.adminGroup creates, beside its members, and owners of what the identity stack creates, where that lists no owners; other groups of administrators must have them already. The rehearsal plays each in this order: users, guests, service principals. Default: whoever deploys first becomes the member and the owner.',
  );

const subject = z
  .strictObject({
    kind: z.enum(['User', 'Group', 'ServiceAccount']).describe('Kind of the subject in Kubernetes.'),
    name: field.label().describe('Name that Kubernetes compares, case kept.'),
    namespace: z
      .string()
      .optional()
      .describe(
        'Namespace of a service account. Of users and groups, which have none, what the binding has there.',
      ),
  })
  .describe('A subject exactly as the binding has it.');

/** Several namespaces in place of one. */
const severalNamespaces = {
  namespaces: field
    .list(field.namespaceName())
    .min(1, { error: 'list at least one namespace' })
    .optional()
    .describe("Namespaces of the grant, as if each had an entry of its own; in place of 'namespace'."),
  namespaceSelector: z
    .strictObject({
      matchLabels: z
        .record(field.metadataKey(), field.labelValue())
        .refine((wanted) => Object.keys(wanted).length > 0, { error: 'name at least one label' })
        .describe('Labels, name: value, all of which a namespace must have.'),
    })
    .optional()
    .describe(
      "The namespaces of the grant by the labels that they have under the 'namespaces' of the configuration; in place of 'namespace'.",
    ),
};

const accessEntry = z
  .strictObject({
    name: field
      .rbacName()
      .optional()
      .describe(
        'Name of the binding of the users and groups, case kept. Default: derived from the entry. Service accounts get a binding of their own.',
      ),
    serviceAccountsName: field
      .rbacName()
      .optional()
      .describe(
        'Name of the binding of the service accounts, case kept. Default: derived from that of the other binding and from the role.',
      ),
    import: z
      .literal(true)
      .optional()
      .describe(
        'Takes over an existing binding, by name, or, when it has service accounts alone, by serviceAccountsName; its subjects become those of the entry.',
      ),
    clusterRole: field
      .rbacName()
      .optional()
      .describe('Cluster role to grant, such as cluster-admin, admin, edit or view. Either this or role.'),
    role: field.rbacName().optional().describe('Role of the namespace to grant. Either this or clusterRole.'),
    namespace: field
      .namespaceName()
      .optional()
      .describe('Namespace of the grant. Default: the whole cluster.'),
    ...severalNamespaces,
    ...people,
    serviceAccounts: field
      .list(field.serviceAccount())
      .default([])
      .describe('Kubernetes service accounts, <namespace>/<name>.'),
    unsafeSystemGroups: field
      .list(field.systemGroup())
      .default([])
      .describe('Groups that Kubernetes itself puts accounts in, such as system:authenticated: everybody.'),
    subjects: z
      .array(subject)
      .min(1, { error: 'list at least one subject, or remove the entry' })
      .optional()
      .describe(
        'Everybody in one binding, exactly as Kubernetes has them and in its order, in place of the lists above: for a binding that is taken over. Nobody is looked up or given an Azure role.',
      ),
    labels,
    annotations,
    grantClusterUser: z
      .boolean()
      .optional()
      .describe('Like the key of the top level, for this entry. Default: as there.'),
  })
  .describe('One role for some users, groups and service accounts.');

const { users, guests, groups } = people;

const eligible = z
  .strictObject({
    users,
    guests,
    groups,
    ...why,
    activation: z
      .strictObject({
        ...activationRules,
        approvers: z.strictObject({ users, groups }).optional().describe(APPROVERS),
      })
      .optional()
      .describe(ACTIVATION),
  })
  .optional()
  .describe(
    'Who can activate the role for some hours with Privileged Identity Management, instead of having it. They get ClusterUser for good, as grantClusterUser says.',
  );

const dataAction = (): z.ZodString =>
  text(
    /^[A-Za-z0-9*][A-Za-z0-9.*/-]*$/,
    'use a data action such as apps/deployments/read, or the same with Microsoft.ContainerService/managedClusters/ in front',
  );

const azureRoleDefinition = z
  .strictObject({
    name: field
      .displayName()
      .describe(
        "Name of the role, for 'definition' under azureRoles. In Azure the cluster's name stands in front.",
      ),
    description: field.label().optional().describe('What the role is for, for people.'),
    dataActions: field
      .list(dataAction())
      .min(1, { error: 'name at least one data action' })
      .describe(
        'What the role allows in the cluster, such as apps/deployments/read or pods/*. customresources/read, /write and /delete are about everything that has no data actions of its own.',
      ),
    notDataActions: field
      .list(dataAction())
      .optional()
      .describe('What is taken out of dataActions again. Default: nothing.'),
  })
  .describe('An Azure role of your own for the inside of the cluster.');

const customResources = z
  .strictObject({
    apiGroup: text(
      /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/,
      'use an API group in lower case, such as cert-manager.io',
    ).describe('API group, such as cert-manager.io.'),
    resources: field
      .list(text(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 'use a plural in lower case, such as certificates'))
      .min(1, { error: 'name at least one resource, or leave the key out for all of the group' })
      .optional()
      .describe('Plurals, such as certificates. Default: all resources of the group.'),
  })
  .describe('Custom resources of one API group.');

const azureRole = z
  .strictObject({
    role: z
      .enum(['ClusterUser', 'ClusterAdmin', 'RbacReader', 'RbacWriter', 'RbacAdmin', 'RbacClusterAdmin'])
      .optional()
      .describe(
        'Role of Azure Kubernetes Service. ClusterUser and ClusterAdmin fetch a kubeconfig; the others grant rights in the cluster and need aad.azureRbac. Either this or definition.',
      ),
    definition: field
      .displayName()
      .optional()
      .describe('Name of a role of azureRoleDefinitions. Either this or role.'),
    namespace: field
      .namespaceName()
      .optional()
      .describe('Namespace of the grant, for the roles that begin with Rbac. Default: the whole cluster.'),
    ...severalNamespaces,
    customResources: z
      .array(customResources)
      .min(1, { error: 'list the API groups that the role is limited to, or leave the key out' })
      .optional()
      .describe(
        'The only custom resources that the role is for, as a condition of the assignment; other resources stay as they are. Default: all.',
      ),
    unsafeCondition: field
      .condition()
      .optional()
      .describe(
        'Condition of the assignment in the language of Azure, version 2.0, in place of customResources. The access report does not evaluate all of it, and says so.',
      ),
    import: azure
      .roleAssignmentId()
      .optional()
      .describe('Takes over an existing assignment, by its ID; the entry then names one account.'),
    ...people,
    eligible,
  })
  .describe('One Azure role for some users, groups and service principals.');

export const namespaces = z
  .array(namespace)
  .default([])
  .describe('Namespaces that the access stack creates.');
export const roles = z.array(role).default([]).describe('Roles that the access stack creates.');
export const access = z.array(accessEntry).default([]).describe('Who may do what in the cluster.');
export const azureRoleDefinitions = z
  .array(azureRoleDefinition)
  .default([])
  .describe('Azure roles of your own, defined by the access stack.');
export const azureRoles = z
  .array(azureRole)
  .default([])
  .describe('Azure roles on the cluster, assigned by the access stack.');

export const grantClusterUser = z
  .boolean()
  .default(true)
  .describe(
    'Whether whoever has a role in the cluster also gets Azure Kubernetes Service Cluster User Role, without which az aks get-credentials fails.',
  );
