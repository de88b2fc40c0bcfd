import { azureAdConsentRules } from './consent-rules';
import { groupEligibility, groupEligibilityRules, groupManagementPolicy } from './eligibility';
import { azureadDataSources } from './lookups';
import { azureadConfigurationRules } from './rules';
import { azureAdServiceRules } from './service-rules';
import { application, applicationRegistration, identifierUri, password, preAuthorized } from './applications';
import { appRoleAssignment, delegatedPermissionGrant, servicePrincipal } from './service-principals';
import { group, groupMember } from './groups';
import { ProviderBehaviour } from '../world/behaviour';
import { refuseUnknownTenant } from '../world/deployer';

/** Azure AD as azuread 3.7 and 3.9 show it. */
export const azuread: ProviderBehaviour = {
  name: 'azuread',
  rules: [
    ...azureadConfigurationRules,
    ...azureAdServiceRules,
    ...azureAdConsentRules,
    ...groupEligibilityRules,
  ],
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
    azuread_privileged_access_group_eligibility_schedule: groupEligibility,
    azuread_group_role_management_policy: groupManagementPolicy,
  },
  dataSources: azureadDataSources,
  configure: refuseUnknownTenant,
};
