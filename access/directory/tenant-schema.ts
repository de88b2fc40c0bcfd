import { z } from 'zod';

/** The form of a tenant file. References between its parts are for TenantResolver. */

const uuid = (): z.ZodGUID => z.guid('use a UUID, such as 894656e1-39f8-4bfe-b16a-510f61af6f41');

const name = (): z.ZodString => z.string().trim().min(1, 'use at least one character');

const upn = (): z.ZodString =>
  name().regex(
    /^[^@\s]+@[^@\s]+\.[^@\s]+$/,
    'use the form name@domain; for a guest name_theirdomain#EXT#@yours.onmicrosoft.com',
  );

/** Value, such as Directory.Read.All, to the ID of the role or scope. */
const permissions = z.record(name(), uuid()).default({});

const user = z.strictObject({
  userPrincipalName: upn(),
  objectId: uuid().optional(),
  displayName: name().optional(),
  userType: z.enum(['Member', 'Guest']).optional(),
  mail: name().optional(),
  accountEnabled: z.boolean().optional(),
});

const group = z.strictObject({
  displayName: name(),
  objectId: uuid().optional(),
  members: z.array(name()).default([]),
  owners: z.array(name()).default([]),
});

const servicePrincipal = z.strictObject({
  displayName: name(),
  clientId: uuid(),
  objectId: uuid().optional(),
  appRoles: permissions,
  scopes: permissions,
  accountEnabled: z.boolean().optional(),
});

export const tenantSchema = z.strictObject({
  tenantId: uuid(),
  subscriptionTenantId: uuid().optional(),
  subscriptionId: uuid(),
  domain: name().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'use a domain, such as contoso.com'),
  deployer: name(),
  pseudonyms: z.boolean().optional(),
  users: z.array(user).default([]),
  groups: z.array(group).default([]),
  servicePrincipals: z.array(servicePrincipal).default([]),
  namespaces: z
    .array(name().regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, "use lowercase letters, digits and '-'"))
    .default([]),
  resources: z
    .array(
      name().regex(
        /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+(\/providers\/.+)?$/i,
        'use the ID of an Azure resource, /subscriptions/…/resourceGroups/…',
      ),
    )
    .default([]),
  objects: z
    .record(
      name().regex(
        /^(azuread|azurerm|kubernetes)_[a-z0-9_]+$/,
        'use a resource type, such as azurerm_resource_group',
      ),
      z.array(z.record(name(), z.unknown())),
    )
    .default({}),
});

/** A tenant file as it is written, with defaults. */
export type TenantFile = z.output<typeof tenantSchema>;
