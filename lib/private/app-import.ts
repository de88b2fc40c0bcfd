import { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { AadAppImport, AadClientAppImport, AadServerAppImport } from '../aad-app-import';
import { ValidationError } from '../shared/errors';
import { isLiteral, requirePattern, requireUuid } from './guards';
import { directoryImportId, requireGraphId } from './import-ids';
import { takeOverOnce } from './unique-objects';

const PRE_AUTHORIZATION_ID = /^[0-9a-f-]{36}\/preAuthorizedApplication\/[0-9a-f-]{36}$/i;

/** Takes over a server application with what it has been granted. */
export function takeOverServerApp(app: Construct, ids: AadServerAppImport): void {
  const { applicationConsentId, graphObjectId, clientId } = ids;
  requireUuid('graphObjectId', graphObjectId, 'the object ID of a service principal', app);
  requireGraphId('applicationConsentId', applicationConsentId, app);
  requireUuid('clientId', clientId, 'an application (client) ID', app);
  takeOverApp(app, ids);

  if (applicationConsentId !== undefined) {
    if (graphObjectId === undefined) {
      throw new ValidationError(
        'graphObjectId is missing: applicationConsentId is imported together with it',
        app,
      );
    }
    const graph = inLowerCase(graphObjectId);
    const id = `/servicePrincipals/${graph}/appRoleAssignedTo/${applicationConsentId}`;
    takeOverOnce(
      app,
      part(app, 'ApplicationConsent', 'applicationConsentId', 'consent: AppConsent.ADMIN'),
      id,
    );
  }
  if (clientId !== undefined) {
    if (!isLiteral(clientId)) {
      throw new ValidationError('clientId is not known at synth: write it out', app);
    }
    const uri = Buffer.from(`api://${inLowerCase(clientId)}`).toString('base64');
    takeOverOnce(
      app,
      part(app, 'IdentifierUri', 'clientId', 'identifierUri: true'),
      `/applications/${inLowerCase(ids.objectId)}/identifierUris/${uri}`,
    );
  }
}

/** Takes over a client application with what it has been granted. */
export function takeOverClientApp(app: Construct, ids: AadClientAppImport): void {
  const { preAuthorizationId } = ids;
  requirePattern(
    'preAuthorizationId',
    preAuthorizationId,
    PRE_AUTHORIZATION_ID,
    'use <object ID of the server application>/preAuthorizedApplication/<client ID>',
    app,
  );
  takeOverApp(app, ids);

  if (preAuthorizationId !== undefined) {
    takeOverOnce(
      app,
      part(app, 'PreAuthorization', 'preAuthorizationId', 'consent: AppConsent.PRE_AUTHORIZED'),
      inOwnCase(preAuthorizationId),
    );
  }
}

function takeOverApp(app: Construct, ids: AadAppImport): void {
  const { objectId, servicePrincipalObjectId, delegatedConsentId } = ids;
  requireGraphId('delegatedConsentId', delegatedConsentId, app);

  takeOverOnce(
    app,
    app.node.defaultChild as TerraformResource,
    directoryImportId('objectId', 'applications', objectId, 'the object ID of an application', app),
  );
  takeOverOnce(
    app,
    app.node.findChild('ServicePrincipal') as TerraformResource,
    directoryImportId(
      'servicePrincipalObjectId',
      'servicePrincipals',
      servicePrincipalObjectId,
      'the object ID of a service principal',
      app,
    ),
  );
  if (delegatedConsentId !== undefined) {
    takeOverOnce(
      app,
      part(app, 'DelegatedConsent', 'delegatedConsentId', 'consent: AppConsent.ADMIN'),
      `/oauth2PermissionGrants/${delegatedConsentId}`,
    );
  }
}

/** As Azure AD has UUIDs: Terraform would replace what is imported with others. */
function inLowerCase(id: string): string {
  return isLiteral(id) ? id.toLowerCase() : id;
}

/** The word between the two UUIDs has a capital. */
function inOwnCase(preAuthorizationId: string): string {
  return isLiteral(preAuthorizationId)
    ? inLowerCase(preAuthorizationId).replace('preauthorizedapplication', 'preAuthorizedApplication')
    : preAuthorizationId;
}

/** A part of the application that is there only when a prop asks for it. */
function part(app: Construct, id: string, given: string, prop: string): TerraformResource {
  const child = app.node.tryFindChild(id);
  if (child === undefined) {
    throw new ValidationError(
      `${given} is for an application with ${prop}: remove it, or set that prop`,
      app,
    );
  }
  return child as TerraformResource;
}
