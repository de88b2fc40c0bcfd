import { z } from 'zod';
import * as field from './fields';

/** The section of aks.yaml that says what must always be true of access; access/check/ holds a configuration against it. */

/** Whom a rule or an exemption is about, in the words of an entry of `access`. */
const people = {
  users: field.list(field.userPrincipalName()).default([]).describe('Members, by user principal name.'),
  guests: field.list(field.guest()).default([]).describe('Guests, by mail address or object ID.'),
  groups: field
    .list(field.nameOrObjectId('a group'))
    .default([])
    .describe('Groups, by display name or object ID, and whoever is in them, through other groups too.'),
  servicePrincipals: field
    .list(field.nameOrObjectId('a service principal'))
    .default([])
    .describe('Service principals, by display name or object ID.'),
  serviceAccounts: field
    .list(field.serviceAccount())
    .default([])
    .describe('Kubernetes service accounts, <namespace>/<name>.'),
};

const namespacePattern = (): z.ZodString =>
  field.text(
    /^[a-z0-9*]([-a-z0-9*]{0,61}[a-z0-9*])?$/,
    "use the name of a namespace, or a pattern such as 'prod-*'",
  );

const namespaces = (meaning: string) =>
  field
    .list(namespacePattern())
    .min(1, { error: 'list at least one namespace, or remove the key' })
    .optional()
    .describe(`${meaning} * stands for any characters.`);

const exemption = z
  .strictObject({
    ...people,
    roles: field.list(field.rbacName()).default([]).describe('Names of roles and cluster roles.'),
    bindings: field.list(field.rbacName()).default([]).describe('Names of bindings.'),
    namespaces: field.list(namespacePattern()).default([]).describe('Names or patterns of namespaces.'),
    reason: field.label().describe('Why it may be so.'),
    owner: field.label().describe('Who sees to it that it ends, such as a mail address.'),
    until: field
      .text(/^\d{4}-\d{2}-\d{2}$/, 'use a date, such as 2027-03-31')
      .describe('The last day on which it holds, in UTC; from the next day on the rule fails.'),
  })
  .describe(
    'What may break the rule for a while: whatever fits each of the keys that are given, at least one of them.',
  );

const common = {
  description: field.label().optional().describe('What the rule is for, told with each failure.'),
  severity: z
    .enum(['error', 'warning'])
    .default('error')
    .describe('Whether breaking it fails the check, or is only told.'),
  clusters: field
    .list(field.clusterKey())
    .optional()
    .describe('Keys of the clusters that it is about, of several. Default: all.'),
  exemptions: z.array(exemption).default([]).describe('What may break it for a while.'),
};

const request = {
  verbs: field
    .list(field.label())
    .min(1, { error: 'list at least one verb' })
    .describe('What is done, such as get, list and watch.'),
  resources: field
    .list(field.label())
    .min(1, { error: 'list at least one resource' })
    .describe(
      'With what: plurals, such as pods or pods/log; what is not built into Kubernetes with its API group, such as certificates.cert-manager.io.',
    ),
};

const rule = z.discriminatedUnion('type', [
  z
    .strictObject({
      type: z.literal('can').describe('All of these can do all of this.'),
      ...common,
      ...people,
      ...request,
      namespaces: namespaces('In each of these namespaces. Default: in the whole cluster.'),
    })
    .describe('A rule about access, which access --check holds the configuration against.'),
  z.strictObject({
    type: z.literal('cannot').describe('None of these can do any of this, by whatever binding.'),
    ...common,
    ...people,
    ...request,
    namespaces: namespaces('In these namespaces. Default: anywhere.'),
  }),
  z.strictObject({
    type: z
      .literal('onlyClusterAdmins')
      .describe(
        'Nobody else is, or can make themselves, cluster administrator. Those listed need not be one.',
      ),
    ...common,
    ...people,
  }),
  z.strictObject({
    type: z
      .literal('maxClusterAdmins')
      .describe('No more people than this are, or can make themselves, cluster administrators.'),
    ...common,
    max: field.wholeNumber(0, 1000).describe('How many people.'),
  }),
  z.strictObject({
    type: z
      .literal('grantsToGroups')
      .describe('Bindings name groups and service accounts, and no user or service principal.'),
    ...common,
    namespaces: namespaces(
      'Bindings in these namespaces. Default: all bindings, those of the whole cluster too.',
    ),
  }),
  z.strictObject({
    type: z
      .literal('namespaceAdmins')
      .describe('In each namespace somebody other than a service account holds admin by a binding there.'),
    ...common,
    namespaces: namespaces('These namespaces. Default: all that are created or bound in.'),
  }),
  z.strictObject({
    type: z.literal('noWildcardVerbs').describe("No role of the configuration allows the verb '*'."),
    ...common,
    namespaces: namespaces('Roles of these namespaces. Default: all roles, cluster roles too.'),
  }),
]);

const ruleId = (): z.ZodString =>
  field.text(
    /^[A-Za-z0-9]([-_.A-Za-z0-9]{0,98}[A-Za-z0-9])?$/,
    'use 1 to 100 letters, digits, hyphens, underscores and periods',
  );

export const rules = z
  .record(ruleId(), rule)
  .default({})
  .describe('What must always be true of access, by a name of your own; see docs/access-rules.md.');
