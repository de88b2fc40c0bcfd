import { DataAzureadClientConfig } from '@cdktf/provider-azuread/lib/data-azuread-client-config';
import { Group } from '@cdktf/provider-azuread/lib/group';
import { TerraformStack, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import {
  AadClientApp,
  AadGroup,
  AadGroupActivationPolicy,
  AadGroupEligibility,
  AadServerApp,
  AppConsent,
  AzureEnvironment,
  GroupMembershipClaim,
  IAadClientApp,
  IAadServerApp,
  RbacSubject,
} from '../../lib';
import { protectedIf } from '../../lib/shared/protection';
import { takeOver } from '../../lib/shared/take-over';
import { LegacyAadConfig, ManagedAadConfig, SharedConfig } from '../config';
import { known } from './known';
import { mutable } from './mutable';
import { defineAzuread } from './providers';
import { silenceWarnings } from './silence';
import { defineStateBackend } from '../state/backend';

type EligibleConfig = NonNullable<NonNullable<ManagedAadConfig['adminGroup']>['eligible']>;

const CONSENTS = {
  admin: AppConsent.ADMIN,
  preAuthorized: AppConsent.PRE_AUTHORIZED,
  manual: AppConsent.MANUAL,
};

/** What the directory holds for the cluster; the only stack that needs rights to change the directory. */
export class IdentityStack extends TerraformStack {
  /** Object ID of the group of administrators, when the configuration asks for one. */
  readonly adminGroupObjectId?: string;

  /** The two applications of the legacy integration: in use, or kept until the switch to managed is done. */
  readonly apps?: { readonly serverApp: IAadServerApp; readonly clientApp: IAadClientApp };

  private readonly environment?: AzureEnvironment;
  private readonly protect: boolean;

  constructor(scope: Construct, id: string, config: SharedConfig) {
    super(scope, id);
    silenceWarnings(this, config);
    defineStateBackend(this, config);
    defineAzuread(this, config);
    this.environment = config.azure.environment as AzureEnvironment | undefined;
    this.protect = config.protect;

    const { aad } = config;
    const apps = aad.mode === 'legacy' ? aad : aad.legacyApps;
    if (apps) {
      const serverApp = this.serverApp(apps.serverApp);
      this.apps = { serverApp, clientApp: this.clientApp(apps.clientApp, serverApp) };
    }
    if (aad.mode === 'managed' && aad.adminGroup) {
      this.adminGroupObjectId = this.createAdminGroup(aad.adminGroup);
    }
  }

  private createAdminGroup(config: NonNullable<ManagedAadConfig['adminGroup']>): string {
    const deployer = [new DataAzureadClientConfig(this, 'DeployingPrincipal').objectId];

    // Whoever deploys first is put in, so that the access stack may create bindings; the next to deploy changes nothing.
    const lists = (['owners', 'members'] as const).filter((list) => config[list] === undefined);

    const group = new Group(this, 'AdminGroup', {
      displayName: config.displayName,
      description: config.description,
      securityEnabled: true,
      preventDuplicateNames: true,
      owners: config.owners ? [...config.owners] : deployer,
      members: config.members ? [...config.members] : deployer,
      // What prevents duplicates is known to Terraform alone, and not in what an import reads.
      lifecycle: protectedIf(this.protect, { ignoreChanges: [...lists, 'prevent_duplicate_names'] }),
    });
    if (config.import !== undefined) {
      takeOver(group, `/groups/${config.import.toLowerCase()}`);
    }
    if (config.eligible) {
      this.makeEligible(config.eligible, group.objectId);
    }
    return group.objectId;
  }

  private makeEligible(config: EligibleConfig, objectId: string): void {
    const { members, days, justification, ticket, activation } = config;
    const group = AadGroup.fromAadGroupAttributes(this, 'EligibleGroup', { objectId });
    const approvers = activation?.approvers;
    const policy =
      activation &&
      new AadGroupActivationPolicy(this, 'AdminGroupActivation', {
        ...activation,
        group,
        approvers: approvers && [
          ...approvers.users.map((id) => RbacSubject.guest(id)),
          ...approvers.groups.map((id) => RbacSubject.group(id)),
        ],
      });

    for (const member of members) {
      new AadGroupEligibility(this, `AdminGroupEligible-${member.toLowerCase()}`, {
        group,
        // By object ID a user is the same whether of the tenant or a guest, and Azure AD does not ask which it is.
        member: RbacSubject.guest(member),
        days,
        justification,
        ticketNumber: ticket?.number,
        ticketSystem: ticket?.system,
        policy,
      });
    }
  }

  private serverApp(config: LegacyAadConfig['serverApp']): IAadServerApp {
    const { existing, secret, scope, groupMembershipClaims, ...server } = config;
    if (existing !== undefined) {
      const variable = new TerraformVariable(this, 'server_app_secret', {
        type: 'string',
        sensitive: true,
        description: 'Secret of the server application, which somebody else has registered.',
      });
      return AadServerApp.fromLookup(this, 'ServerApp', {
        clientId: existing,
        secret: variable.stringValue,
        environment: this.environment,
      });
    }

    const app = new AadServerApp(this, 'ServerApp', {
      displayName: known(server.displayName, 'aad.serverApp.displayName'),
      redirectUris: mutable(server.redirectUris),
      owners: mutable(server.owners),
      identifierUri: server.identifierUri,
      groupMembershipClaims: mutable(groupMembershipClaims) as GroupMembershipClaim[] | undefined,
      secretDescription: secret?.description,
      secretValidityDays: secret?.validityDays,
      rotateSecretWhenChanged: secret?.rotateWhenChanged,
      scopeId: scope?.id,
      scopeName: scope?.name,
      scopeDisplayName: scope?.displayName,
      scopeDescription: scope?.description,
      consent: server.consent && CONSENTS[server.consent],
      environment: this.environment,
      protect: this.protect,
    });
    if (server.import) {
      app.importFrom(server.import);
    }
    return app;
  }

  private clientApp(config: LegacyAadConfig['clientApp'], serverApp: IAadServerApp): IAadClientApp {
    if (config.existing !== undefined) {
      return AadClientApp.fromLookup(this, 'ClientApp', {
        clientId: config.existing,
        environment: this.environment,
      });
    }

    const app = new AadClientApp(this, 'ClientApp', {
      displayName: known(config.displayName, 'aad.clientApp.displayName'),
      serverApp,
      redirectUris: mutable(config.redirectUris),
      owners: mutable(config.owners),
      consent: config.consent && CONSENTS[config.consent],
      environment: this.environment,
      protect: this.protect,
    });
    if (config.import) {
      app.importFrom(config.import);
    }
    return app;
  }
}
