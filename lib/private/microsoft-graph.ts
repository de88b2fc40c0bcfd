import { AppRoleAssignment } from '@cdktf/provider-azuread/lib/app-role-assignment';
import { ApplicationRequiredResourceAccess } from '@cdktf/provider-azuread/lib/application';
import { DataAzureadServicePrincipal } from '@cdktf/provider-azuread/lib/data-azuread-service-principal';
import { Construct } from 'constructs';
import { grantDelegatedPermissions } from './app-registration';

/** Client ID of Microsoft Graph, the same in every tenant. */
const CLIENT_ID = '00000003-0000-0000-c000-000000000000';

/** Delegated permissions that a server application needs; IDs from the Microsoft Graph permissions reference. */
const SCOPES = {
  'Directory.Read.All': '06da0dbc-49e2-44d2-8312-53f166ab848a',
  'User.Read': 'e1fe6dd8-ba31-4d61-89e7-88639da4683d',
};

/** Application permission Directory.Read.All; ID from the Microsoft Graph permissions reference. */
const DIRECTORY_READ_ALL = '7ab1d382-f21e-4acd-a863-ba3e13f7da61';

/** What the registration of a server application asks for; asking grants nothing. */
export function requiredGraphPermissions(): ApplicationRequiredResourceAccess {
  const scopes = Object.values(SCOPES).map((id) => ({ id, type: 'Scope' }));

  return { resourceAppId: CLIENT_ID, resourceAccess: [...scopes, { id: DIRECTORY_READ_ALL, type: 'Role' }] };
}

/** Consents to them for the whole tenant. */
export function grantGraphPermissions(scope: Construct, servicePrincipalObjectId: string): void {
  // A data source, because a resource with `use_existing` would try to delete Microsoft Graph on destroy.
  const graph = new DataAzureadServicePrincipal(scope, 'MicrosoftGraph', { clientId: CLIENT_ID });

  grantDelegatedPermissions(
    scope,
    'DelegatedConsent',
    { servicePrincipalObjectId },
    { servicePrincipalObjectId: graph.objectId },
    Object.keys(SCOPES),
  );

  new AppRoleAssignment(scope, 'ApplicationConsent', {
    principalObjectId: servicePrincipalObjectId,
    resourceObjectId: graph.objectId,
    appRoleId: DIRECTORY_READ_ALL,
  });
}
