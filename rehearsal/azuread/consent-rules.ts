import { isTrue, text, texts } from '../world/attributes';
import { offersAppRole } from './directory';
import { badRequest, conflict, missingPrincipal, missingServicePrincipal } from './errors';
import { Context, Problem, Rule } from '../world/behaviour';
import { first } from '../world/checks';
import { inDirectory } from './in-directory';
import { State } from '../protocol/values';

const PROVIDER = 'https://github.com/hashicorp/terraform-provider-azuread';
const GRAPH_DOCS = 'https://learn.microsoft.com/graph/api';

/** The role that stands for "assigned, without any role". */
const DEFAULT_ACCESS = '00000000-0000-0000-0000-000000000000';

/** What Azure AD refuses when service principals are made and given permissions. */
export const azureAdConsentRules: readonly Rule[] = [
  {
    on: 'azuread_service_principal',
    refuses: 'a client_id that no application of the tenant has',
    source: `${GRAPH_DOCS}/serviceprincipal-post-serviceprincipals`,
    at: 'apply',
    check: inDirectory((object, directory) => {
      const clientId = text(object, 'client_id');
      const exists =
        directory.applicationByClientId(clientId) ?? directory.servicePrincipalByClientId(clientId);
      return exists
        ? undefined
        : badRequest(
            `The appId '${clientId}' of the service principal does not reference a valid application object.`,
            'client_id',
          );
    }),
  },
  {
    on: 'azuread_service_principal',
    refuses: 'a second service principal for one application, unless use_existing is set',
    source: 'https://github.com/KelvinTegelaar/CIPP/issues/1142',
    at: 'apply',
    check: inDirectory((object, directory) => {
      const existing = directory.servicePrincipalByClientId(text(object, 'client_id'));
      const isNew = typeof object.object_id !== 'string';
      return existing && isNew && !isTrue(object, 'use_existing')
        ? conflict(
            `The service principal cannot be created, updated, or restored because the service principal name ${existing.clientId} is already in use.`,
          )
        : undefined;
    }),
  },
  {
    on: 'azuread_service_principal_delegated_permission_grant',
    refuses: 'a client or a resource that is not a service principal of the tenant',
    source: `${PROVIDER}/blob/main/internal/services/serviceprincipals/service_principal_delegated_permission_grant_resource.go`,
    at: 'apply',
    check: inDirectory((grant, directory) =>
      first(['service_principal_object_id', 'resource_service_principal_object_id'], (name) =>
        missingServicePrincipal(grant, name, directory),
      ),
    ),
  },
  {
    on: 'azuread_service_principal_delegated_permission_grant',
    refuses: 'a second grant for the same client, resource and user',
    source: `${PROVIDER}/issues/690`,
    at: 'apply',
    check: secondGrant,
  },
  {
    on: 'azuread_service_principal_delegated_permission_grant',
    refuses:
      'a scope that the resource does not offer; Azure AD itself accepts it and fails at sign-in with AADSTS650053',
    source: 'https://github.com/MicrosoftDocs/azure-docs/issues/37280',
    at: 'apply',
    check: inDirectory((grant, directory) => {
      const resource = directory.servicePrincipal(text(grant, 'resource_service_principal_object_id'));
      return first(texts(grant, 'claim_values'), (scope) =>
        !resource || scope in resource.scopes
          ? undefined
          : {
              summary: `AADSTS650053: scope '${scope}' does not exist on the resource '${resource.displayName}'`,
              detail: `It offers ${Object.keys(resource.scopes).join(', ') || 'none'}. If the scope exists, add it to the tenant file.`,
              path: ['claim_values'],
            },
      );
    }),
  },
  {
    on: 'azuread_app_role_assignment',
    refuses: 'a resource that is not a service principal of the tenant',
    source: `${PROVIDER}/blob/main/internal/services/approleassignments/app_role_assignment_resource.go`,
    at: 'apply',
    check: inDirectory((assignment, directory) =>
      missingServicePrincipal(assignment, 'resource_object_id', directory),
    ),
  },
  {
    on: 'azuread_app_role_assignment',
    refuses: 'a principal that does not exist',
    source: `${GRAPH_DOCS}/serviceprincipal-post-approleassignedto`,
    at: 'apply',
    check: inDirectory((assignment, directory) =>
      missingPrincipal(assignment, 'principal_object_id', directory),
    ),
  },
  {
    on: 'azuread_app_role_assignment',
    refuses: 'a role that the resource does not offer',
    source: `${GRAPH_DOCS}/serviceprincipal-post-approleassignedto`,
    at: 'apply',
    check: inDirectory((assignment, directory) => {
      const resource = directory.servicePrincipal(text(assignment, 'resource_object_id'));
      const roleId = text(assignment, 'app_role_id');
      return !resource || roleId === DEFAULT_ACCESS || offersAppRole(resource, roleId)
        ? undefined
        : badRequest(
            `Permission being assigned was not found on application '${resource.clientId}'.`,
            'app_role_id',
          );
    }),
  },
  {
    on: 'azuread_app_role_assignment',
    refuses: 'the same role for the same principal twice',
    source: 'https://github.com/microsoftgraph/msgraph-bicep-types/issues/161',
    at: 'apply',
    check: secondAssignment,
  },
];

function secondGrant(grant: State, context?: Context): Problem | undefined {
  const grants = context?.world.all('azuread_service_principal_delegated_permission_grant') ?? [];
  return grants.some((other) => other.id !== grant.id && isSameGrant(other, grant))
    ? conflict('Permission entry already exists.')
    : undefined;
}

function secondAssignment(assignment: State, context?: Context): Problem | undefined {
  const assignments = context?.world.all('azuread_app_role_assignment') ?? [];
  return assignments.some((other) => other.id !== assignment.id && isSameAssignment(other, assignment))
    ? badRequest('EntitlementGrant entry already exists.', 'app_role_id')
    : undefined;
}

function isSameGrant(a: State, b: State): boolean {
  return (
    a.service_principal_object_id === b.service_principal_object_id &&
    a.resource_service_principal_object_id === b.resource_service_principal_object_id &&
    text(a, 'user_object_id') === text(b, 'user_object_id')
  );
}

function isSameAssignment(a: State, b: State): boolean {
  return ['app_role_id', 'principal_object_id', 'resource_object_id'].every((name) => a[name] === b[name]);
}
