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
import { isSilenced } from '../../lib/shared/warn';
import { LegacyAadConfig, ManagedAadConfig, SharedConfig } from '../config';
import { known } from './known';
import { mutable } from './mutable';
import { AccessSubjects } from './access-subjects';
import { defineAzuread } from './providers';
import { setParallelism } from './parallelism';
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

  /** Object IDs of those who deploy, where the configuration names them. */
  private readonly deployers?: string[];
  private existingDeployingPrincipal?: DataAzureadClientConfig;

  constructor(scope: Construct, id: string, config: SharedConfig) {
    super(scope, id);
    silenceWarnings(this, config);
    defineStateBackend(this, config);
    setParallelism(this, config);
    defineAzuread(this, config);
    this.environment = config.azure.environment as AzureEnvironment | undefined;
    this.protect = config.protect;

    this.deployers = this.lookUp(config.deployers);

    const { aad } = config;
    const apps = aad.mode === 'legacy' ? aad : aad.legacyApps;
    if (apps) {
      const serverApp = this.serverApp(apps.serverApp);
      this.apps = { serverApp, clientApp: this.clientApp(apps.clientApp, serverApp) };
    }
    if (aad.mode === 'managed' && aad.adminGroup) {
      const group = this.createAdminGroup(aad.adminGroup);
      this.adminGroupObjectId = group.objectId;
      if (config.kubernetes.credentials === 'kubelogin') {
        this.tellWhoeverIsShutOut(group, aad.adminGroup.displayName);
      }
    }
  }

  private lookUp(deployers: SharedConfig['deployers']): string[] | undefined {
    if (!deployers) {
      return undefined;
    }
    // A group takes object IDs, whatever directory.lookUpUsers says of bindings.
    const subjects = new AccessSubjects(this, { lookUpUsers: true, defineProvider: () => undefined });
    return subjects.people(deployers).flatMap(({ subject }) => subject.objectId ?? []);
  }

  private createAdminGroup(config: NonNullable<ManagedAadConfig['adminGroup']>): Group {
    const { deployers } = this;
    const first = [this.deployingPrincipal.objectId];

    // Whoever deploys first is put in, so that the access stack may create bindings; the next to deploy changes nothing.
    const lists = (['owners', 'members'] as const).filter(
      (list) => config[list] === undefined && deployers === undefined,
    );

    const group = new Group(this, 'AdminGroup', {
      displayName: config.displayName,
      description: config.description,
      securityEnabled: true,
      preventDuplicateNames: true,
      owners: config.owners ? [...config.owners] : (deployers ?? first),
      members:
        config.members || deployers ? distinct([...(config.members ?? []), ...(deployers ?? [])]) : first,
      // What prevents duplicates is known to Terraform alone, and not in what an import reads.
      lifecycle: protectedIf(this.protect, { ignoreChanges: [...lists, 'prevent_duplicate_names'] }),
    });
    if (config.import !== undefined) {
      takeOver(group, `/groups/${config.import.toLowerCase()}`);
    }
    if (config.eligible) {
      this.makeEligible(config.eligible, group.objectId);
    }
    return group;
  }

  private get deployingPrincipal(): DataAzureadClientConfig {
    this.existingDeployingPrincipal ??= new DataAzureadClientConfig(this, 'DeployingPrincipal');
    return this.existingDeployingPrincipal;
  }

  /**
   * Terraform's plan of this stack, which comes first, says so when the account that deploys is not a member: it would be
   * refused by the API server when this stack and the cluster are done. A warning, as another account may deploy the rest.
   */
  private tellWhoeverIsShutOut({ fqn }: Group, displayName: string): void {
    if (isSilenced(this, 'deployer-left-out')) {
      return;
    }
    this.addOverride('check.deploying_principal', {
      assert: [
        {
          // A group that nobody is left in has null for its members.
          condition: `\${contains(try([for member in ${fqn}.members : lower(member)], []), lower(${this.deployingPrincipal.fqn}.object_id))}`,
          error_message:
            `The account that runs this is not itself a member of the group '${displayName}'. Unless it only plans, or is a member ` +
            "through another group, it is shut out of the cluster: name everybody who deploys under 'deployers', and let a " +
            'member deploy that. [deployer-left-out]',
        },
      ],
    });
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
      owners: mutable(server.owners) ?? this.deployers,
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
      owners: mutable(config.owners) ?? this.deployers,
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

/** Each once, also where an object ID stands in two lists. */
function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
