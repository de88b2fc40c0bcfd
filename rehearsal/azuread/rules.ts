import { amount, block, blocks, isPresent, text, texts } from '../world/attributes';
import { PARTS_OF_APPLICATIONS, permissions } from './directory';
import {
  identifierUriProblem,
  isApplicationId,
  isTimestamp,
  isUuid,
  MAY_BE_ANY_SCHEME,
  redirectUriProblem,
  WEB_SCHEMES,
} from './formats';
import { Problem, Rule } from '../world/behaviour';
import { exactlyOneOf, first } from '../world/checks';
import { State } from '../protocol/values';

const PROVIDER = 'https://github.com/hashicorp/terraform-provider-azuread';
const PROVIDER_DOCS = 'https://registry.terraform.io/providers/hashicorp/azuread/3.7.0/docs';

/** Arguments that want an object ID, a client ID or a permission ID: a bare UUID. */
const UUID_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  azuread_service_principal: ['client_id'],
  azuread_service_principal_delegated_permission_grant: [
    'service_principal_object_id',
    'resource_service_principal_object_id',
    'user_object_id',
  ],
  azuread_app_role_assignment: ['app_role_id', 'principal_object_id', 'resource_object_id'],
  azuread_application_pre_authorized: ['authorized_client_id'],
  azuread_group_member: ['group_object_id', 'member_object_id'],
};

/** Data sources that look one object up, by exactly one of these arguments. */
const LOOKUPS: Readonly<Record<string, readonly string[]>> = {
  'data.azuread_application': ['client_id', 'object_id', 'display_name', 'identifier_uri'],
  'data.azuread_service_principal': ['client_id', 'object_id', 'display_name'],
  'data.azuread_user': ['user_principal_name', 'object_id', 'mail', 'mail_nickname', 'employee_id'],
  'data.azuread_group': ['display_name', 'object_id', 'mail_nickname'],
};

/** What azuread refuses from the configuration alone, beyond its schema. */
export const azureadConfigurationRules: readonly Rule[] = [
  ...['web', 'single_page_application'].map((platform): Rule => ({
    on: 'azuread_application',
    refuses: `a ${platform} redirect URI without host or path, of another scheme, or over 256 characters`,
    source: `${PROVIDER}/blob/main/internal/helpers/tf/validation/uri.go`,
    at: 'validate',
    check: (application) => redirectProblem(application, platform, WEB_SCHEMES),
  })),
  {
    on: 'azuread_application',
    refuses: 'a public_client redirect URI without host, or over 256 characters',
    source: `${PROVIDER}/blob/main/internal/helpers/tf/validation/uri.go`,
    at: 'validate',
    check: (application) => redirectProblem(application, 'public_client', MAY_BE_ANY_SCHEME),
  },
  {
    on: 'azuread_application',
    refuses: 'an identifier URI that is no URI, or has a trailing slash without a path',
    source: `${PROVIDER}/blob/main/internal/helpers/tf/validation/uri.go`,
    at: 'validate',
    check: (application) =>
      first(texts(application, 'identifier_uris'), (uri) => identifierUriProblem(uri, ['identifier_uris'])),
  },
  {
    on: 'azuread_application_identifier_uri',
    refuses: 'an identifier URI that is no URI, or has a trailing slash without a path',
    source: `${PROVIDER}/blob/main/internal/helpers/tf/validation/uri.go`,
    at: 'validate',
    check: (object) =>
      first(known(object, 'identifier_uri'), (uri) => identifierUriProblem(uri, ['identifier_uri'])),
  },
  ...PARTS_OF_APPLICATIONS.map((on): Rule => ({
    on,
    refuses: 'an application_id that is not the resource ID /applications/<object ID>',
    source: `${PROVIDER_DOCS}/resources/${on.replace('azuread_', '')}`,
    at: 'validate',
    check: (object) =>
      first(known(object, 'application_id'), (id) =>
        isApplicationId(id)
          ? undefined
          : {
              summary: `parsing ${JSON.stringify(id)} as an Application ID`,
              detail:
                'Expected the `id` of an application, "/applications/<object ID>", not its object ID or client ID.',
              path: ['application_id'],
            },
      ),
  })),
  ...Object.entries(UUID_ARGUMENTS).map(([on, names]): Rule => ({
    on,
    refuses: `${names.join(', ')} other than a bare UUID`,
    source: `${PROVIDER_DOCS}/resources/${on.replace('azuread_', '')}`,
    at: 'validate',
    check: (object) => first(names, (name) => uuidProblem(object, name, [name])),
  })),
  {
    on: 'azuread_application',
    refuses: 'a scope, role or required permission whose id is not a UUID',
    source: `${PROVIDER_DOCS}/resources/application`,
    at: 'validate',
    check: (application) =>
      first(permissions(application), (permission) => uuidProblem(permission, 'id', ['api'])) ??
      first(blocks(application, 'required_resource_access'), (access) =>
        first(blocks(access, 'resource_access'), (wanted) =>
          uuidProblem(wanted, 'id', ['required_resource_access']),
        ),
      ),
  },
  {
    on: 'azuread_application',
    refuses: 'two scopes or roles with the same id, or with the same value',
    source: `${PROVIDER}/blob/main/internal/services/applications/applications.go`,
    at: 'validate',
    check: duplicatePermission,
  },
  {
    on: 'azuread_application',
    refuses: 'personal Microsoft accounts with access tokens of version 1',
    source: 'https://learn.microsoft.com/entra/identity-platform/supported-accounts-validation',
    at: 'apply',
    check: personalAccountProblem,
  },
  {
    on: 'azuread_group',
    refuses: 'a group that is neither security enabled nor mail enabled',
    source: `${PROVIDER_DOCS}/resources/group`,
    at: 'validate',
    check: (group) =>
      isPresent(group, 'security_enabled') || isPresent(group, 'mail_enabled')
        ? undefined
        : { summary: 'one of `mail_enabled,security_enabled` must be specified' },
  },
  {
    on: 'azuread_application_password',
    refuses: 'an end_date or start_date that is not an RFC 3339 timestamp',
    source: `${PROVIDER_DOCS}/resources/application_password`,
    at: 'validate',
    check: (password) =>
      first(['end_date', 'start_date'], (name) =>
        first(known(password, name), (value) =>
          isTimestamp(value)
            ? undefined
            : { summary: `expected "${name}" to be a valid RFC3339 date, got "${value}"`, path: [name] },
        ),
      ),
  },
  {
    on: 'azuread_application_password',
    refuses: 'end_date together with end_date_relative',
    source: `${PROVIDER_DOCS}/resources/application_password`,
    at: 'validate',
    check: (password) =>
      isPresent(password, 'end_date') && isPresent(password, 'end_date_relative')
        ? { summary: '"end_date": conflicts with end_date_relative', path: ['end_date'] }
        : undefined,
  },
  ...Object.entries(LOOKUPS).map(([on, names]): Rule => ({
    on,
    refuses: `anything but exactly one of ${names.join(', ')}`,
    source: `${PROVIDER_DOCS}/data-sources/${on.replace('data.azuread_', '')}`,
    at: 'validate',
    check: (config) => exactlyOneOf(config, names),
  })),
];

function redirectProblem(
  application: State,
  platform: string,
  schemes: readonly string[],
): Problem | undefined {
  return first(texts(block(application, platform), 'redirect_uris'), (uri) =>
    redirectUriProblem(uri, [platform, 0, 'redirect_uris'], schemes),
  );
}

export function personalAccountProblem(application: State): Problem | undefined {
  const audience = text(application, 'sign_in_audience') ?? '';
  const version = amount(block(application, 'api'), 'requested_access_token_version') ?? 1;
  return audience.includes('Personal') && version !== 2
    ? {
        summary: `\`requested_access_token_version\` must be 2 when \`sign_in_audience\` is "${audience}"`,
        path: ['sign_in_audience'],
      }
    : undefined;
}

function uuidProblem(object: State, name: string, path: Problem['path']): Problem | undefined {
  const value = text(object, name);
  return value === undefined || isUuid(value)
    ? undefined
    : { summary: `expected "${name}" to be a valid UUID, got ${value}`, path };
}

/** Scopes and roles share one namespace: ids must not repeat, nor values, unless a role mirrors a scope in both. */
function duplicatePermission(application: State): Problem | undefined {
  const named = permissions(application).filter(
    (permission) => text(permission, 'id') && text(permission, 'value'),
  );
  for (const [i, permission] of named.entries()) {
    for (const other of named.slice(0, i)) {
      const sameId = permission.id === other.id;
      const sameValue = permission.value === other.value;
      if (sameId !== sameValue) {
        const what = sameId
          ? `ID found: "${text(permission, 'id')}"`
          : `value found: "${text(permission, 'value')}"`;
        return {
          summary: `checking for duplicate app roles / OAuth2.0 permission scopes: validation failed: duplicate ${what}`,
        };
      }
    }
  }
  return undefined;
}

/** The value of one argument, when it is set and known. */
function known(object: State, name: string): string[] {
  const value = text(object, name);
  return value === undefined ? [] : [value];
}
