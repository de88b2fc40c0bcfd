import { z } from 'zod';
import { WARNINGS } from '../lib/private/diagnostics';
import { aad } from './config-aad';
import { cluster } from './config-cluster';
import * as field from './config-fields';

import { checkTogether } from './config-rules';

/**
 * The format of aks.yaml: every key, its form and its meaning.
 *
 * Keys are the words of the constructs' props. A default is set here only where the app owns it; the rest stays
 * undefined, so that the constructs decide. Descriptions end up in aks.schema.json and docs/configuration.md.
 */

const azure = z
  .strictObject({
    tenantId: field
      .uuid('the ID of a tenant')
      .optional()
      .describe(
        'Tenant whose users sign in. Default: ARM_TENANT_ID, else the tenant of the deploying principal.',
      ),
    subscriptionId: field
      .uuid('the ID of a subscription')
      .optional()
      .describe(
        'Subscription of the cluster. Default: ARM_SUBSCRIPTION_ID, else left to the azurerm provider.',
      ),
    environment: z
      .enum(['public', 'usgovernment', 'china'])
      .optional()
      .describe('Azure cloud. Default: public.'),
    azurerm: z
      .enum(['4', '5'])
      .optional()
      .describe('Major version of the azurerm provider, in quotes; legacy AAD always has 3. Default: "4".'),
  })
  .describe('Where in Azure.');

const localState = z.strictObject({
  backend: z.literal('local').optional().default('local').describe('State in local files: for trying out.'),
  directory: field
    .label()
    .default('.')
    .describe('Folder of the files terraform.<stack>.tfstate, relative to the folder of cdktf.json.'),
});

const state = z.discriminatedUnion('backend', [localState]).describe('Where Terraform keeps its state.');

const kubernetes = z
  .strictObject({
    credentials: z
      .enum(['kubelogin', 'admin'])
      .optional()
      .describe(
        'How this deployment reaches the API server; admin needs localAccounts. Default: kubelogin with managed AAD, admin with legacy.',
      ),
    login: z
      .enum(['azurecli', 'spn', 'msi', 'workloadidentity', 'azd', 'devicecode'])
      .optional()
      .describe('How kubelogin signs in. Default: azurecli.'),
  })
  .describe('How this deployment reaches the API server.');

const accessEntry = z
  .strictObject({
    name: field
      .rbacName()
      .optional()
      .describe('Name of the binding, case kept. Default: derived from the entry.'),
    clusterRole: field
      .rbacName()
      .optional()
      .describe('Cluster role to grant, such as cluster-admin, admin, edit or view. Either this or role.'),
    role: field.rbacName().optional().describe('Role of the namespace to grant. Either this or clusterRole.'),
    namespace: field
      .namespaceName()
      .optional()
      .describe('Namespace of the grant. Default: the whole cluster.'),
    users: field
      .list(field.userPrincipalName())
      .default([])
      .describe('User principal names of members of the tenant, in their exact case.'),
    guests: field.list(field.guestObjectId()).default([]).describe('Object IDs of guests.'),
    groups: field.list(field.groupObjectId()).default([]).describe('Object IDs of groups.'),
    servicePrincipals: field
      .list(field.servicePrincipalObjectId())
      .default([])
      .describe('Object IDs of service principals, not their client IDs.'),
    serviceAccounts: field
      .list(field.serviceAccount())
      .default([])
      .describe('Kubernetes service accounts, <namespace>/<name>.'),
  })
  .describe('One role for some users, groups and service accounts.');

const WARNING_IDS = WARNINGS.map(({ id }) => id);

export const configSchema = z
  .strictObject({
    azure: azure.prefault({}),
    state: state.prefault({}),
    aad,
    cluster,
    kubernetes: kubernetes.prefault({}),
    silence: field
      .list(z.enum(WARNING_IDS))
      .default([])
      .describe('IDs of warnings that are not to be given; see docs/diagnostics.md.'),
    access: z.array(accessEntry).default([]).describe('Who may do what in the cluster.'),
  })
  .superRefine(checkTogether, {
    // Also when single keys are wrong: all problems are reported at once.
    when: ({ value }) => typeof value === 'object' && value !== null,
  })
  .describe('Configuration of the identity, cluster and access stacks.');
