import { State, Value } from '../../rehearsal/protocol/values';
import { AzureObject } from './azure-object';
import { compact } from './state-values';

/** A group as azuread would read it into its state, but for owners and members, which its document does not have. */
export function groupState(group: AzureObject): State {
  const rule = group.text('membershipRule');
  return {
    object_id: group.text('id') ?? null,
    display_name: group.text('displayName') ?? null,
    description: group.text('description') ?? '',
    security_enabled: group.flag('securityEnabled') ?? false,
    mail_enabled: group.flag('mailEnabled') ?? false,
    mail_nickname: group.text('mailNickname') ?? null,
    types: group.texts('groupTypes'),
    theme: group.text('theme') ?? '',
    visibility: group.text('visibility') ?? null,
    assignable_to_role: group.flag('isAssignableToRole') ?? false,
    behaviors: group.texts('resourceBehaviorOptions'),
    provisioning_options: group.texts('resourceProvisioningOptions'),
    writeback_enabled: group.object('writebackConfiguration')?.flag('isEnabled') ?? false,
    onpremises_group_type: group.object('writebackConfiguration')?.text('onPremisesGroupType') ?? null,
    dynamic_membership: compact(
      rule === undefined
        ? undefined
        : { enabled: group.text('membershipRuleProcessingState') === 'On', rule },
    ),
  };
}

/** An application as azuread would read it into its state; blocks in which nothing is said are left out. */
export function applicationState(app: AzureObject): State {
  const [api, info, web] = [app.object('api'), app.object('info'), app.object('web')];
  const implicit = web?.object('implicitGrantSettings');
  return {
    object_id: app.text('id') ?? null,
    client_id: app.text('appId') ?? null,
    display_name: app.text('displayName') ?? null,
    description: app.text('description') ?? '',
    notes: app.text('notes') ?? '',
    service_management_reference: app.text('serviceManagementReference') ?? '',
    sign_in_audience: app.text('signInAudience') ?? null,
    group_membership_claims: (app.text('groupMembershipClaims') ?? '').split(/\s*,\s*/).filter(Boolean),
    identifier_uris: app.texts('identifierUris'),
    fallback_public_client_enabled: app.flag('isFallbackPublicClient') ?? false,
    device_only_auth_enabled: app.flag('isDeviceOnlyAuthSupported') ?? false,
    oauth2_post_response_required: app.flag('oauth2RequirePostResponse') ?? false,
    tags: app.texts('tags'),
    marketing_url: info?.text('marketingUrl') ?? '',
    privacy_statement_url: info?.text('privacyStatementUrl') ?? '',
    support_url: info?.text('supportUrl') ?? '',
    terms_of_service_url: info?.text('termsOfServiceUrl') ?? '',
    api: [
      {
        known_client_applications: api?.texts('knownClientApplications') ?? [],
        mapped_claims_enabled: api?.flag('acceptMappedClaims') ?? false,
        requested_access_token_version: api?.number('requestedAccessTokenVersion') ?? 1,
        oauth2_permission_scope: (api?.objects('oauth2PermissionScopes') ?? []).map(scopeState),
      },
    ],
    app_role: app.objects('appRoles').map((role) => ({
      id: role.text('id') ?? null,
      allowed_member_types: role.texts('allowedMemberTypes'),
      description: role.text('description') ?? '',
      display_name: role.text('displayName') ?? '',
      enabled: role.flag('isEnabled') ?? true,
      value: role.text('value') ?? '',
    })),
    optional_claims: optionalClaims(app.object('optionalClaims')),
    public_client: compact({ redirect_uris: app.object('publicClient')?.texts('redirectUris') ?? [] }),
    single_page_application: compact({ redirect_uris: app.object('spa')?.texts('redirectUris') ?? [] }),
    required_resource_access: app.objects('requiredResourceAccess').map((resource) => ({
      resource_app_id: resource.text('resourceAppId') ?? null,
      resource_access: resource.objects('resourceAccess').map((access) => ({
        id: access.text('id') ?? null,
        type: access.text('type') ?? null,
      })),
    })),
    web: compact({
      homepage_url: web?.text('homePageUrl') ?? '',
      logout_url: web?.text('logoutUrl') ?? '',
      redirect_uris: web?.texts('redirectUris') ?? [],
      implicit_grant: compact({
        access_token_issuance_enabled: implicit?.flag('enableAccessTokenIssuance') ?? false,
        id_token_issuance_enabled: implicit?.flag('enableIdTokenIssuance') ?? false,
      }),
    }),
  };
}

/** A service principal as azuread would read it into its state. */
export function servicePrincipalState(principal: AzureObject): State {
  return {
    client_id: principal.text('appId') ?? null,
    account_enabled: principal.flag('accountEnabled') ?? true,
    alternative_names: principal.texts('alternativeNames'),
    app_role_assignment_required: principal.flag('appRoleAssignmentRequired') ?? false,
    description: principal.text('description') ?? '',
    login_url: principal.text('loginUrl') ?? '',
    notes: principal.text('notes') ?? '',
    notification_email_addresses: principal.texts('notificationEmailAddresses'),
    preferred_single_sign_on_mode: principal.text('preferredSingleSignOnMode') ?? '',
    saml_single_sign_on: compact({
      relay_state: principal.object('samlSingleSignOnSettings')?.text('relayState') ?? '',
    }),
    tags: principal.texts('tags'),
  };
}

function scopeState(scope: AzureObject): State {
  return {
    id: scope.text('id') ?? null,
    value: scope.text('value') ?? '',
    enabled: scope.flag('isEnabled') ?? true,
    type: scope.text('type') ?? 'User',
    admin_consent_description: scope.text('adminConsentDescription') ?? '',
    admin_consent_display_name: scope.text('adminConsentDisplayName') ?? '',
    user_consent_description: scope.text('userConsentDescription') ?? '',
    user_consent_display_name: scope.text('userConsentDisplayName') ?? '',
  };
}

function optionalClaims(claims: AzureObject | undefined): Value {
  const of = (name: string): State[] =>
    (claims?.objects(name) ?? []).map((claim) => ({
      name: claim.text('name') ?? '',
      source: claim.text('source') ?? '',
      essential: claim.flag('essential') ?? false,
      additional_properties: claim.texts('additionalProperties'),
    }));
  return compact({
    access_token: of('accessToken'),
    id_token: of('idToken'),
    saml2_token: of('saml2Token'),
  });
}
