import { blocks, isTrue, text, texts } from './attributes';
import {
  Directory,
  offersAppRole,
  offersScope,
  PARTS_OF_APPLICATIONS,
  permissions,
  DirectoryServicePrincipal,
} from './azuread-directory';
import { badRequest, conflict, missingPrincipal, missingServicePrincipal } from './azuread-errors';
import { usesVerifiedDomain } from './azuread-formats';
import { Context, Problem, Rule } from './behaviour';
import { first } from './checks';
import { State } from './values';

const PROVIDER = 'https://github.com/hashicorp/terraform-provider-azuread';
const PROVIDER_DOCS = 'https://registry.terraform.io/providers/hashicorp/azuread/3.7.0/docs';
const GRAPH_DOCS = 'https://learn.microsoft.com/graph/api';
const APP_ID_URI_POLICY =
  'https://learn.microsoft.com/entra/identity-platform/reference-breaking-changes#appid-uri-in-single-tenant-applications-will-require-use-of-default-scheme-or-verified-domains';

/** The role that stands for "assigned, without any role". */
const DEFAULT_ACCESS = '00000000-0000-0000-0000-000000000000';

/** What Azure AD refuses when the object is written. */
export const azureAdServiceRules: readonly Rule[] = [
  ...['azuread_application', 'azuread_group'].map((on): Rule => ({
    on,
    refuses: 'a name that is taken, when prevent_duplicate_names is set',
    source: `${PROVIDER}/blob/main/internal/services/applications/application_resource.go`,
    at: 'apply',
    check: inDirectory((object, directory) => duplicateName(on, object, directory)),
  })),
  {
    on: 'azuread_application',
    refuses: 'an identifier URI outside the verified domains of the tenant',
    source: APP_ID_URI_POLICY,
    at: 'apply',
    check: (application, context) =>
      first(texts(application, 'identifier_uris'), (uri) => unverifiedDomain(uri, application, context)),
  },
  {
    on: 'azuread_application_identifier_uri',
    refuses: 'an identifier URI outside the verified domains of the tenant',
    source: APP_ID_URI_POLICY,
    at: 'apply',
    check: inDirectory((object, directory, context) =>
      unverifiedDomain(
        text(object, 'identifier_uri') ?? '',
        directory.application(text(object, 'application_id')) ?? {},
        context,
      ),
    ),
  },
  {
    on: 'azuread_application_identifier_uri',
    refuses: 'an identifier URI that another application has',
    source: 'https://github.com/SharePoint/sp-dev-docs/issues/3891',
    at: 'apply',
    check: inDirectory((object, directory) => {
      const uri = text(object, 'identifier_uri') ?? '';
      const holder = directory.applications.find((application) =>
        texts(application, 'identifier_uris').includes(uri),
      );
      return holder && holder.id !== object.application_id
        ? conflict('Another object with the same value for property identifierUris already exists.')
        : undefined;
    }),
  },
  {
    on: 'azuread_application',
    refuses:
      'a required permission that the resource does not offer; Azure AD itself accepts it and shows an unrecognized permission that nobody can consent to',
    source: `${PROVIDER}/issues/1461`,
    at: 'apply',
    check: inDirectory(unofferedPermission),
  },
  ...PARTS_OF_APPLICATIONS.map((on): Rule => ({
    on,
    refuses: 'an application that does not exist',
    source: `${PROVIDER_DOCS}/resources/${on.replace('azuread_', '')}`,
    at: 'apply',
    check: inDirectory((object, directory) =>
      directory.application(text(object, 'application_id'))
        ? undefined
        : {
            summary: `Application with object ID "${objectIdOf(text(object, 'application_id'))}" was not found`,
            path: ['application_id'],
          },
    ),
  })),
  {
    on: 'azuread_application_pre_authorized',
    refuses: 'a permission that the application does not expose',
    source: 'https://github.com/microsoftgraph/microsoft-graph-docs/issues/12675',
    at: 'apply',
    check: inDirectory((object, directory) => {
      const application = directory.application(text(object, 'application_id')) ?? {};
      const exposed = permissions(application).map((permission) => text(permission, 'id'));
      return texts(object, 'permission_ids').every((id) => exposed.includes(id))
        ? undefined
        : badRequest(
            'Property api.preAuthorizedApplications.delegatedPermissionIds has a Permission Id that cannot be found in the AppPermissions sets.',
            'permission_ids',
          );
    }),
  },
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
    refuses: 'a client or a resource that is no service principal of the tenant',
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
    refuses: 'a resource that is no service principal of the tenant',
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
  {
    on: 'azuread_group_member',
    refuses: 'a group or a member that does not exist',
    source: `${GRAPH_DOCS}/group-post-members`,
    at: 'apply',
    check: inDirectory((membership, directory) => {
      const groupId = text(membership, 'group_object_id');
      return directory.groups.some((group) => group.objectId === groupId)
        ? missingPrincipal(membership, 'member_object_id', directory)
        : { summary: `Group with object ID "${groupId}" was not found`, path: ['group_object_id'] };
    }),
  },
];

/** A check that looks at the directory; without a context (at validate) it has nothing to say. */
function inDirectory(
  check: (object: State, directory: Directory, context: Context) => Problem | undefined,
): Rule['check'] {
  return (object, context) => (context ? check(object, new Directory(context), context) : undefined);
}

function duplicateName(on: string, object: State, directory: Directory): Problem | undefined {
  const name = text(object, 'display_name');
  const holders =
    on === 'azuread_group' ? directory.groupIdsByName(name) : directory.applicationIdsByName(name);
  const holder = holders.find((id) => id !== text(object, 'object_id'));
  return holder && isTrue(object, 'prevent_duplicate_names')
    ? {
        summary: `An existing "${on}" with name "${name}" (ID: "${holder}") was found and \`prevent_duplicate_names\` was specified`,
        detail: 'To be managed via Terraform, this resource needs to be imported into the State.',
        path: ['display_name'],
      }
    : undefined;
}

function unverifiedDomain(
  uri: string,
  application: State,
  context: Context | undefined,
): Problem | undefined {
  const isVerified =
    !context || usesVerifiedDomain(uri, { tenant: context.tenant, clientId: text(application, 'client_id') });
  return isVerified
    ? undefined
    : {
        summary:
          'unexpected status 400 (400 Bad Request) with error: HostNameNotOnVerifiedDomain: ' +
          `Values of identifierUris property must use a verified domain of the organization or its subdomain: '${uri}'`,
      };
}

function unofferedPermission(application: State, directory: Directory): Problem | undefined {
  return first(blocks(application, 'required_resource_access'), (required) => {
    // An API that the directory has not met is not refused: its service principal may come later.
    const resource = directory.servicePrincipalByClientId(text(required, 'resource_app_id'));
    return first(resource ? blocks(required, 'resource_access') : [], (wanted) =>
      isOffered(wanted, resource!)
        ? undefined
        : {
            summary: `${text(wanted, 'type')} '${text(wanted, 'id')}' is not a permission of '${resource!.displayName}'`,
            detail: 'If the permission exists, add it to the tenant file.',
            path: ['required_resource_access'],
          },
    );
  });
}

function isOffered(wanted: State, resource: DirectoryServicePrincipal): boolean {
  const id = text(wanted, 'id');
  return text(wanted, 'type') === 'Role' ? offersAppRole(resource, id) : offersScope(resource, id);
}

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

function objectIdOf(resourceId: string | undefined): string {
  return resourceId?.split('/').pop() ?? '';
}
