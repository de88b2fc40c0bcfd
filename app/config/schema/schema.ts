import { z } from 'zod';
import { WARNINGS } from '../../../lib/shared/diagnostics';
import { aad } from './aad';
import {
  access,
  azureRoleDefinitions,
  azureRoles,
  deployers,
  directory,
  grantClusterUser,
  namespaces,
  roles,
} from './access';
import { cluster } from './cluster';
import * as field from './fields';
import { rules } from './rules';
import { checkTogether } from '../rules/rules';
import { state } from './state';

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
        'Tenant of the subscription, whose users sign in unless aad.tenantId says otherwise. Default: ARM_TENANT_ID, else the tenant of the deploying principal.',
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
      .describe(
        'Major version of the azurerm provider, in quotes; legacy AAD always has 3. Default: "4", with CDK Terrain "5".',
      ),
  })
  .describe('Where in Azure.');

const kubernetes = z
  .strictObject({
    credentials: z
      .enum(['kubelogin', 'admin'])
      .optional()
      .describe(
        'How this deployment reaches the API server; admin needs localAccounts. Default: kubelogin with managed AAD, admin with legacy.',
      ),
    login: z
      .enum(['azurecli', 'spn', 'msi', 'workloadidentity', 'azd', 'azurepipelines', 'interactive'])
      .optional()
      .describe(
        'How kubelogin signs in; interactive opens a web browser, and is refused in CI. Default: azurecli.',
      ),
    ignoreLabels: field
      .list(field.ignoredKey())
      .optional()
      .describe(
        'Labels that others put on namespaces, roles and bindings, and that stay there: keys, or how keys begin and a *. Default: none, but for those of kubernetes.io.',
      ),
    ignoreAnnotations: field
      .list(field.ignoredKey())
      .optional()
      .describe(
        'Annotations that others put there, and that stay: keys, or how keys begin and a *, such as argocd.argoproj.io/*. Default: none, but for those of kubernetes.io.',
      ),
  })
  .describe('How this deployment reaches the API server.');

const terraform = z
  .strictObject({
    parallelism: field
      .wholeNumber(1, 256)
      .optional()
      .describe(
        'How many resources of a stack Terraform works on at once, where it runs on your machine or in your pipeline. Default: that of Terraform, 10.',
      ),
  })
  .describe('How Terraform is run.');

const clusterEntry = z
  .strictObject({
    key: field
      .clusterKey()
      .optional()
      .describe('Word for the cluster in the IDs of its stacks. Default: its name, in lowercase.'),
    subscriptionId: field
      .uuid('the ID of a subscription')
      .optional()
      .describe('Subscription of this cluster. Default: that of azure.subscriptionId.'),
    ...cluster.partial().shape,
    namespaces: namespaces.describe('Namespaces of this cluster, beside those of the top level.'),
    roles: roles.describe('Roles of this cluster, beside those of the top level.'),
    access: access.describe('Who may do what in this cluster, beside the access of the top level.'),
    azureRoles: azureRoles.describe('Azure roles on this cluster, beside those of the top level.'),
  })
  .describe('One of several clusters: keys of cluster that are laid over those there, and some of its own.');

const WARNING_IDS = WARNINGS.map(({ id }) => id);

export const configSchema = z
  .strictObject({
    extends: field
      .label()
      .optional()
      .describe(
        'File that this one is laid over, relative to it: maps are merged, lists and values replace, a written null removes.',
      ),
    environment: field
      .environment()
      .optional()
      .describe(
        'Environment, such as production: part of the IDs of the stacks, and what {environment} stands for in any text. Default: none.',
      ),
    tenant: field
      .label()
      .optional()
      .describe(
        'File with the people of your directory, relative to this one: what tenant pull writes and everything but a deployment reads. Default: tenant.yaml beside the configuration, if it is there.',
      ),
    protect: z
      .boolean()
      .default(false)
      .describe(
        'Whether Terraform refuses to destroy or replace what cannot be had back: resource group, cluster, namespaces, admin group and applications. Also the default of cluster.deletionLock.',
      ),
    azure: azure.prefault({}),
    state: state.prefault({}),
    terraform: terraform.prefault({}),
    aad,
    cluster,
    clusters: z
      .array(clusterEntry)
      .optional()
      .describe(
        'Several clusters, each laid over the section cluster, with a cluster and an access stack of its own.',
      ),
    kubernetes: kubernetes.prefault({}),
    directory: directory.prefault({}),
    deployers,
    namespaces,
    roles,
    access,
    azureRoleDefinitions,
    azureRoles,
    grantClusterUser,
    rules,
    rulesFile: field
      .label()
      .optional()
      .describe(
        'File with nothing but rules, relative to this one, that these rules are laid over; a base may name one for all that extend it. Default: none.',
      ),
    silence: field
      .list(z.enum(WARNING_IDS))
      .default([])
      .describe('IDs of warnings to silence; see docs/diagnostics.md.'),
  })
  .superRefine(checkTogether, {
    // Also when single keys are wrong: all problems are reported at once.
    when: ({ value }) => typeof value === 'object' && value !== null,
  })
  .describe('Configuration of the identity, cluster and access stacks.');
