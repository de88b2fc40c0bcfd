import { blocks, isTrue, text, texts } from '../world/attributes';
import {
  Directory,
  DirectoryServicePrincipal,
  offersAppRole,
  offersScope,
  PARTS_OF_APPLICATIONS,
  permissions,
} from './directory';
import { badRequest, conflict, missingPrincipal } from './errors';
import { usesVerifiedDomain } from './formats';
import { Context, Problem, Rule } from '../world/behaviour';
import { first } from '../world/checks';
import { inDirectory } from './in-directory';
import { State } from '../protocol/values';

const PROVIDER = 'https://github.com/hashicorp/terraform-provider-azuread';
const PROVIDER_DOCS = 'https://registry.terraform.io/providers/hashicorp/azuread/3.7.0/docs';
const GRAPH_DOCS = 'https://learn.microsoft.com/graph/api';
const APP_ID_URI_POLICY =
  'https://learn.microsoft.com/entra/identity-platform/reference-breaking-changes#appid-uri-in-single-tenant-applications-will-require-use-of-default-scheme-or-verified-domains';

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

function objectIdOf(resourceId: string | undefined): string {
  return resourceId?.split('/').pop() ?? '';
}
