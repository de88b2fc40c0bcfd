import { z } from 'zod';
import { ACTIVATION, activationRules, APPROVERS, why } from './eligible';
import * as field from './fields';

/** The section `aad` of aks.yaml: managed, where Azure owns the two applications, or legacy, where the user does. */

const owners = field
  .list(field.principalObjectId())
  .optional()
  .describe('Object IDs of the owners. Default: deployers, else the deploying principal.');

const eligibleObjectId = (): z.ZodString => field.uuid('the object ID of a user or group');

const objectIds = (whose: string): z.ZodDefault<z.ZodArray<z.ZodString>> =>
  field.list(eligibleObjectId()).default([]).describe(`Object IDs of ${whose}.`);

const eligibleMembers = z
  .strictObject({
    members: field
      .list(eligibleObjectId())
      .min(1, { error: 'name somebody, or remove eligible' })
      .describe('Object IDs of the users and groups.'),
    ...why,
    activation: z
      .strictObject({
        ...activationRules,
        approvers: z
          .strictObject({
            users: objectIds('users who approve'),
            groups: objectIds('groups of which a member approves'),
          })
          .optional()
          .describe(APPROVERS),
      })
      .optional()
      .describe(ACTIVATION),
  })
  .optional()
  .describe(
    'Who can become a member for some hours with Privileged Identity Management, instead of being one.',
  );

const adminGroup = z
  .strictObject({
    displayName: field.groupName().describe('Display name of the group.'),
    import: field.groupObjectId().optional().describe('Takes over an existing group, by its object ID.'),
    description: field.label().optional().describe('What the group is for.'),
    owners,
    members: field
      .list(field.principalObjectId())
      .optional()
      .describe(
        'Object IDs of the members, beside deployers. Default: the deploying principal, when there are no deployers. Leaving it out later takes nobody out of the group.',
      ),
    eligible: eligibleMembers,
  })
  .describe('A group of cluster administrators, created by the identity stack.');

const graphId = (): z.ZodString =>
  field.text(/^[A-Za-z0-9_-]{16,}$/, "use the 'id' that Microsoft Graph shows");

const importedApp = {
  objectId: field
    .uuid('the object ID of an application')
    .describe('Object ID of the application: az ad app show --id <client ID> --query id.'),
  servicePrincipalObjectId: field
    .uuid('the object ID of a service principal')
    .describe('Object ID of its service principal: az ad sp show --id <client ID> --query id.'),
  delegatedConsentId: graphId()
    .optional()
    .describe(
      'ID of the consent to delegated permissions, from /servicePrincipals/<object ID>/oauth2PermissionGrants. Default: it has none.',
    ),
};

const importedServerApp = z
  .strictObject({
    ...importedApp,
    applicationConsentId: graphId()
      .optional()
      .describe(
        'ID of the consent to application permissions, from /servicePrincipals/<object ID>/appRoleAssignments. Default: it has none.',
      ),
    graphObjectId: field
      .uuid('the object ID of a service principal')
      .optional()
      .describe('Object ID of the service principal of Microsoft Graph; with applicationConsentId.'),
    clientId: field
      .uuid('a client ID')
      .optional()
      .describe('Client ID, when it has the identifier URI api://<client ID> already.'),
  })
  .describe('Takes over an existing application; its secret is a new one.');

const importedClientApp = z
  .strictObject({
    ...importedApp,
    preAuthorizationId: field
      .text(
        /^[0-9a-fA-F-]{36}\/preAuthorizedApplication\/[0-9a-fA-F-]{36}$/,
        'use <object ID of the server application>/preAuthorizedApplication/<client ID>',
      )
      .optional()
      .describe(
        'Pre-authorisation by the server application, <object ID of that>/preAuthorizedApplication/<client ID of this>. Default: it has none.',
      ),
  })
  .describe('Takes over an existing application.');

const existingApp = (more: string): z.ZodOptional<z.ZodString> =>
  field
    .uuid('a client ID')
    .optional()
    .describe(`Client ID of an application that exists and is only referred to${more}`);

const secret = z
  .strictObject({
    description: field
      .label()
      .optional()
      .describe('Description of the secret. Default: the display name of the application.'),
    validityDays: field
      .wholeNumber(1, 3650)
      .optional()
      .describe('Days from its creation until the secret expires. Default: 180.'),
    rotateWhenChanged: field
      .label()
      .optional()
      .describe('Any text; changing it replaces the secret at the next deployment. Default: never.'),
  })
  .describe(
    'The client secret of the server application. Its value is never written here: Azure AD makes it.',
  );

const scope = z
  .strictObject({
    id: field
      .uuid('the ID of a scope')
      .optional()
      .describe(
        'ID of the scope; an imported application keeps its own only if it is given. Default: generated.',
      ),
    name: field.scopeName().optional().describe('Name of the scope. Default: user_impersonation.'),
    displayName: field
      .label()
      .optional()
      .describe('Title on the consent page of administrators. Default: the display name of the application.'),
    description: field
      .label()
      .optional()
      .describe('Text on the consent page of administrators. Default: the display name of the application.'),
  })
  .describe('The scope that the server application exposes.');

const serverApp = z
  .strictObject({
    displayName: field
      .displayName()
      .optional()
      .describe('Display name of the application. Required unless it is only referred to.'),
    existing: existingApp(', without other keys; its secret comes from TF_VAR_server_app_secret.'),
    import: importedServerApp.optional(),
    redirectUris: field
      .list(field.webRedirectUri())
      .optional()
      .describe('Redirect URIs of type Web. Default: none.'),
    groupMembershipClaims: field
      .list(z.enum(['All', 'SecurityGroup', 'DirectoryRole', 'ApplicationGroup', 'None']))
      .optional()
      .describe('Which groups of a user a token names. Default: All.'),
    secret: secret.optional(),
    scope: scope.optional(),
    identifierUri: z
      .boolean()
      .optional()
      .describe('Whether to set the identifier URI api://<client ID>. Default: false.'),
    owners,
    consent: z
      .enum(['admin', 'manual'])
      .optional()
      .describe('admin: consent is granted by this deployment; manual: by an administrator. Default: admin.'),
  })
  .describe('The server application, which reads group memberships.');

const clientApp = z
  .strictObject({
    displayName: field
      .displayName()
      .optional()
      .describe('Display name of the application. Required unless it is only referred to.'),
    existing: existingApp(', without other keys.'),
    import: importedClientApp.optional(),
    redirectUris: field
      .list(field.publicRedirectUri())
      .optional()
      .describe('Redirect URIs of the public client. Default: none.'),
    owners,
    consent: z
      .enum(['admin', 'preAuthorized', 'manual'])
      .optional()
      .describe(
        'admin: consent is granted by this deployment; preAuthorized: the server application trusts the client; manual: by an administrator. Default: admin.',
      ),
  })
  .describe('The client application, through which kubectl signs in.');

const managedAad = z.strictObject({
  mode: z.literal('managed').optional().default('managed').describe('Azure owns the two applications.'),
  tenantId: field
    .uuid('the ID of a tenant')
    .optional()
    .describe(
      'Tenant whose users sign in, where it is another one than that of the subscription; Azure roles are then out of reach. Default: azure.tenantId.',
    ),
  adminGroup: adminGroup.optional(),
  adminGroupObjectIds: field
    .list(field.groupObjectId())
    .default([])
    .describe('Object IDs of existing groups of cluster administrators.'),
  azureRbac: z
    .boolean()
    .optional()
    .describe(
      'Whether Azure role assignments also grant rights inside the cluster. Default: true, and false with tenantId.',
    ),
  legacyApps: z
    .strictObject({ serverApp, clientApp })
    .optional()
    .describe(
      'The two applications of the legacy integration, kept until the switch to managed has been deployed everywhere; removing the key removes them.',
    ),
});

const legacyAad = z.strictObject({
  mode: z
    .literal('legacy')
    .describe('You own the two applications. Azure creates no new clusters in this mode; needs azurerm 3.x.'),
  serverApp,
  clientApp,
});

export const aad = z.discriminatedUnion('mode', [managedAad, legacyAad]).describe('Sign-in with Azure AD.');
