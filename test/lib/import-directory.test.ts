import {
  AadClientApp,
  AadClientAppImport,
  AadGroup,
  AadServerApp,
  AadServerAppImport,
  AadServerAppProps,
  AppConsent,
} from '../../lib';
import { synth, Synthesized } from './synth';
import { errorOf, imports, OTHER, UUID } from './imported';

const GRAPH_ID = 'kuk2FTtZ_0-xTJZkeF-x5T2MbqQ8YjdNq';

describe('an object of the directory', () => {
  const server = (ids: AadServerAppImport, props: Partial<AadServerAppProps> = {}): Synthesized =>
    synth((stack) =>
      new AadServerApp(stack, 'Server', { displayName: 'server', scopeId: OTHER, ...props }).importFrom(ids),
    );

  const IDS = { objectId: UUID, servicePrincipalObjectId: OTHER };

  const client = (ids: AadClientAppImport, consent?: AppConsent): Synthesized =>
    synth((stack) => {
      const serverApp = AadServerApp.fromAadServerAppAttributes(stack, 'Server', {
        clientId: UUID,
        objectId: UUID,
        servicePrincipalObjectId: UUID,
        scopeId: UUID,
      });
      new AadClientApp(stack, 'Client', { displayName: 'client', serverApp, consent }).importFrom(ids);
    });

  test('is a group, by its object ID', () => {
    const adopt = (id: string): Synthesized =>
      synth((stack) => new AadGroup(stack, 'Ops', { displayName: 'ops' }).importFrom(id));

    expect(imports(adopt(UUID.toUpperCase()))).toEqual({ 'azuread_group.Ops': `/groups/${UUID}` });
    expect(errorOf(() => adopt('ops'))).toBe(
      "objectId 'ops' is not the object ID of a group: a UUID has the form 00000000-0000-0000-0000-000000000000 " +
        "(at 'test/Ops')",
    );
    expect(errorOf(() => adopt(`/groups/${UUID}`))).toContain(`pass '${UUID}'`);
  });

  test('is a server application with its service principal, and what it has been granted', () => {
    expect(imports(server(IDS))).toEqual({
      'azuread_application.Server': `/applications/${UUID}`,
      'azuread_service_principal.Server_ServicePrincipal': `/servicePrincipals/${OTHER}`,
    });

    const granted = {
      ...IDS,
      delegatedConsentId: GRAPH_ID,
      applicationConsentId: GRAPH_ID,
      graphObjectId: OTHER,
      clientId: UUID,
    };
    expect(imports(server(granted, { identifierUri: true }))).toMatchObject({
      'azuread_service_principal_delegated_permission_grant.Server_DelegatedConsent': `/oauth2PermissionGrants/${GRAPH_ID}`,
      'azuread_app_role_assignment.Server_ApplicationConsent': `/servicePrincipals/${OTHER}/appRoleAssignedTo/${GRAPH_ID}`,
      'azuread_application_identifier_uri.Server_IdentifierUri': `/applications/${UUID}/identifierUris/${Buffer.from(`api://${UUID}`).toString('base64')}`,
    });
  });

  test('has UUIDs in lower case in every ID, as Terraform would replace what is imported with others', () => {
    const capitals = {
      objectId: UUID.toUpperCase(),
      servicePrincipalObjectId: OTHER.toUpperCase(),
      applicationConsentId: GRAPH_ID,
      graphObjectId: OTHER.toUpperCase(),
      clientId: UUID.toUpperCase(),
    };
    const small = { ...IDS, applicationConsentId: GRAPH_ID, graphObjectId: OTHER, clientId: UUID };
    const withUri = { identifierUri: true };
    expect(imports(server(capitals, withUri))).toEqual(imports(server(small, withUri)));

    const preAuthorized = (preAuthorizationId: string): Synthesized =>
      client({ ...IDS, preAuthorizationId }, AppConsent.PRE_AUTHORIZED);
    const id = `${UUID}/preAuthorizedApplication/${OTHER}`;
    expect(imports(preAuthorized(id.toUpperCase()))).toEqual(imports(preAuthorized(id)));
  });

  test('is taken over by one construct alone, as the second would rename the group of the first', () => {
    const twice = (): Synthesized =>
      synth((stack) => {
        new AadGroup(stack, 'Ops', { displayName: 'ops' }).importFrom(UUID);
        new AadGroup(stack, 'Admins', { displayName: 'admins' }).importFrom(UUID.toUpperCase());
      });

    expect(errorOf(twice)).toContain(
      `[test/Admins] the imported ID '/groups/${UUID}' is that of 'test/Ops', too: import it once`,
    );
  });

  test('is a server application whose secret is a new one, as no password can be imported', () => {
    const synthesized = server(IDS);

    expect(Object.keys(imports(synthesized)).join()).not.toContain('password');
    expect(Object.keys(synthesized.resource)).toContain('azuread_application_password');
  });

  test.each<[AadServerAppImport, string]>([
    [{ ...IDS, objectId: 'x' }, "objectId 'x' is not the object ID of an application"],
    [
      { ...IDS, delegatedConsentId: '/x' },
      "delegatedConsentId '/x' is not valid: use the 'id' that Microsoft Graph",
    ],
    [
      { ...IDS, applicationConsentId: GRAPH_ID },
      'graphObjectId is missing: applicationConsentId is imported together',
    ],
    [
      { ...IDS, clientId: UUID },
      'clientId is for an application with identifierUri: true: remove it, or set that prop',
    ],
  ])('is no server application by %j', (ids, message) => {
    expect(errorOf(() => server(ids))).toContain(message);
  });

  test('has no consent to import where none is given', () => {
    expect(
      errorOf(() => server({ ...IDS, delegatedConsentId: GRAPH_ID }, { consent: AppConsent.MANUAL })),
    ).toContain('delegatedConsentId is for an application with consent: AppConsent.ADMIN: remove it');
  });

  test('is a client application with its consent or its pre-authorisation', () => {
    expect(imports(client({ ...IDS, delegatedConsentId: GRAPH_ID }))).toEqual({
      'azuread_application.Client': `/applications/${UUID}`,
      'azuread_service_principal.Client_ServicePrincipal': `/servicePrincipals/${OTHER}`,
      'azuread_service_principal_delegated_permission_grant.Client_DelegatedConsent': `/oauth2PermissionGrants/${GRAPH_ID}`,
    });

    const preAuthorizationId = `${UUID}/preAuthorizedApplication/${OTHER}`;
    expect(imports(client({ ...IDS, preAuthorizationId }, AppConsent.PRE_AUTHORIZED))).toMatchObject({
      'azuread_application_pre_authorized.Client_PreAuthorization': preAuthorizationId,
    });
    expect(errorOf(() => client({ ...IDS, preAuthorizationId: UUID }, AppConsent.PRE_AUTHORIZED))).toContain(
      'use <object ID of the server application>/preAuthorizedApplication/<client ID>',
    );
  });
});
