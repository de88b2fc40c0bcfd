import { DataAzureadClientConfig } from '@cdktf/provider-azuread/lib/data-azuread-client-config';
import { Group } from '@cdktf/provider-azuread/lib/group';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { AadClientApp, AadServerApp, AppConsent, AzureEnvironment, GroupMembershipClaim } from '../lib';
import { protectedIf } from '../lib/private/protection';
import { LegacyAadConfig, ManagedAadConfig, SharedConfig } from './config';
import { mutable } from './mutable';
import { defineAzuread } from './providers';
import { silenceWarnings } from './silence';
import { defineStateBackend } from './state-backend';

const CONSENTS = {
  admin: AppConsent.ADMIN,
  preAuthorized: AppConsent.PRE_AUTHORIZED,
  manual: AppConsent.MANUAL,
};

/** What the directory holds for the cluster; the only stack that needs rights to change the directory. */
export class IdentityStack extends TerraformStack {
  /** Object ID of the group of administrators, when the configuration asks for one. */
  readonly adminGroupObjectId?: string;

  /** The two applications of the legacy integration. */
  readonly apps?: { readonly serverApp: AadServerApp; readonly clientApp: AadClientApp };

  constructor(scope: Construct, id: string, config: SharedConfig) {
    super(scope, id);
    silenceWarnings(this, config);
    defineStateBackend(this, config);
    defineAzuread(this, config);

    if (config.aad.mode === 'legacy') {
      this.apps = this.registerApps(config.aad, config);
    } else if (config.aad.adminGroup) {
      this.adminGroupObjectId = this.createAdminGroup(config.aad.adminGroup, config.protect);
    }
  }

  private createAdminGroup(config: NonNullable<ManagedAadConfig['adminGroup']>, protect: boolean): string {
    const deployer = [new DataAzureadClientConfig(this, 'DeployingPrincipal').objectId];

    // Whoever deploys first is put in, so that the access stack may create bindings; the next to deploy changes nothing.
    const ignoreChanges = (['owners', 'members'] as const).filter((list) => config[list] === undefined);

    const group = new Group(this, 'AdminGroup', {
      displayName: config.displayName,
      description: config.description,
      securityEnabled: true,
      preventDuplicateNames: true,
      owners: config.owners ? [...config.owners] : deployer,
      members: config.members ? [...config.members] : deployer,
      lifecycle: protectedIf(protect, ignoreChanges.length > 0 ? { ignoreChanges } : undefined),
    });
    return group.objectId;
  }

  private registerApps(aad: LegacyAadConfig, { azure, protect }: SharedConfig): IdentityStack['apps'] {
    const environment = azure.environment as AzureEnvironment | undefined;
    const { secret, scope, groupMembershipClaims, ...server } = aad.serverApp;

    const serverApp = new AadServerApp(this, 'ServerApp', {
      displayName: server.displayName,
      redirectUris: mutable(server.redirectUris),
      owners: mutable(server.owners),
      identifierUri: server.identifierUri,
      groupMembershipClaims: mutable(groupMembershipClaims) as GroupMembershipClaim[] | undefined,
      secretDescription: secret?.description,
      secretValidityDays: secret?.validityDays,
      rotateSecretWhenChanged: secret?.rotateWhenChanged,
      scopeName: scope?.name,
      scopeDisplayName: scope?.displayName,
      scopeDescription: scope?.description,
      consent: server.consent && CONSENTS[server.consent],
      environment,
      protect,
    });

    const clientApp = new AadClientApp(this, 'ClientApp', {
      displayName: aad.clientApp.displayName,
      serverApp,
      redirectUris: mutable(aad.clientApp.redirectUris),
      owners: mutable(aad.clientApp.owners),
      consent: aad.clientApp.consent && CONSENTS[aad.clientApp.consent],
      environment,
      protect,
    });
    return { serverApp, clientApp };
  }
}
