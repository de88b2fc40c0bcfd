import { azureAdConsentRules } from './azuread-consent-rules';
import { azureadDataSources } from './azuread-lookups';
import { azureadConfigurationRules } from './azuread-rules';
import { azureAdServiceRules } from './azuread-service-rules';
import {
  application,
  applicationRegistration,
  identifierUri,
  password,
  preAuthorized,
} from './azuread-applications';
import { appRoleAssignment, delegatedPermissionGrant, servicePrincipal } from './azuread-service-principals';
import { group, groupMember } from './azuread-groups';
import { ProviderBehaviour } from './behaviour';
import { refuseUnknownTenant } from './deployer';

/** Azure AD as azuread 3.7 and 3.9 show it. */
export const azuread: ProviderBehaviour = {
  name: 'azuread',
  rules: [...azureadConfigurationRules, ...azureAdServiceRules, ...azureAdConsentRules],
  resources: {
    azuread_application: application,
    azuread_application_registration: applicationRegistration,
    azuread_application_password: password,
    azuread_application_identifier_uri: identifierUri,
    azuread_application_pre_authorized: preAuthorized,
    azuread_service_principal: servicePrincipal,
    azuread_service_principal_delegated_permission_grant: delegatedPermissionGrant,
    azuread_app_role_assignment: appRoleAssignment,
    azuread_group: group,
    azuread_group_member: groupMember,
  },
  dataSources: azureadDataSources,
  configure: refuseUnknownTenant,
};
