import { IAadClientApp } from './aad-client-app';
import { IAadServerApp } from './aad-server-app-props';
import { refuseUnsafe, ValidationError } from './shared/errors';
import { isLiteral, literalItems, requireUuid, uuidProblem } from './private/guards';
import { UnsafeSetting } from './unsafe-setting';
import { requireProps } from './private/kind-check';

/**
 * Azure publishes no limit of its own. A token lists at most 200 groups (Microsoft identity platform, "Groups overage
 * claim"), so nobody could use more of them.
 */
const MAX_ADMIN_GROUPS = 200;

/** Settings of `AadIntegration.managed`. */
export interface ManagedAadOptions {
  /**
   * Tenant whose accounts sign in, a UUID.
   *
   * @default - the tenant of the account that runs Terraform, read with an `azurerm_client_config` data source
   */
  readonly tenantId?: string;

  /**
   * Object IDs of the groups whose members administer the cluster (`cluster-admin`); at most 200.
   *
   * @default - none
   */
  readonly adminGroupObjectIds?: string[];

  /**
   * Whether Azure role assignments grant Kubernetes permissions, beside Kubernetes RBAC. The tenant must be that of the
   * subscription.
   *
   * @default true - false when `tenantId` is given, as it may be another tenant than the subscription's
   */
  readonly azureRbac?: boolean;

  /**
   * Settings that are refused unless they are named here: `UnsafeSetting.ADMIN_GROUP_NOT_UUID`.
   *
   * @default - none
   */
  readonly unsafeAllow?: UnsafeSetting[];
}

/** Settings of `AadIntegration.legacy`. */
export interface LegacyAadOptions {
  /** Server application; its `secret` must be known. */
  readonly serverApp: IAadServerApp;

  /** Client application. */
  readonly clientApp: IAadClientApp;

  /**
   * Tenant whose accounts sign in, a UUID.
   *
   * @default - the tenant of the account that runs Terraform, read with an `azurerm_client_config` data source
   */
  readonly tenantId?: string;
}

/** How a cluster signs people in with Azure AD. */
export class AadIntegration {
  /**
   * Azure owns the two applications; nothing needs to be registered.
   *
   * @throws when an ID is not a UUID, or there are more than 200 groups
   */
  static managed(options: ManagedAadOptions = {}): AadIntegration {
    options = requireProps('ManagedAadOptions', options, undefined, 'AadIntegration.managed()');
    const { tenantId, adminGroupObjectIds, unsafeAllow } = options;
    requireUuid('tenantId', tenantId, 'the ID of a tenant');

    for (const group of literalItems('adminGroupObjectIds', adminGroupObjectIds)) {
      const problem = uuidProblem('adminGroupObjectIds', group, 'the object ID of a group');
      if (problem !== undefined) {
        refuseUnsafe(UnsafeSetting.ADMIN_GROUP_NOT_UUID, unsafeAllow, problem);
      }
    }

    const groups = isLiteral(adminGroupObjectIds) ? sortLiterals(adminGroupObjectIds) : adminGroupObjectIds;
    if (isLiteral(groups) && groups.length > MAX_ADMIN_GROUPS) {
      throw new ValidationError(
        `adminGroupObjectIds has ${groups.length} groups, at most ${MAX_ADMIN_GROUPS} can take effect: nest them in one group and pass that`,
      );
    }
    return new AadIntegration({ ...options, adminGroupObjectIds: groups }, undefined);
  }

  /**
   * The integration with a server and a client application of your own, which Azure retired for new clusters.
   *
   * It needs provider azurerm 3.117; the cluster pins that version for its stack.
   *
   * @throws when the server application's secret is not known, the tenant ID is not a UUID, or an option of the managed
   * integration is given
   */
  static legacy(options: LegacyAadOptions): AadIntegration {
    options = requireProps('LegacyAadOptions', options, undefined, 'AadIntegration.legacy()');
    const managedOnly = (['adminGroupObjectIds', 'azureRbac'] as const).find(
      (prop) => (options as ManagedAadOptions)[prop] !== undefined,
    );
    if (managedOnly) {
      throw new ValidationError(
        `${managedOnly} is not available with legacy Azure AD: remove it or use AadIntegration.managed()`,
      );
    }
    if (options.serverApp.secret === undefined) {
      throw new ValidationError(
        `serverApp '${options.serverApp.node.path}' has no secret: pass 'secret' where the application is imported`,
      );
    }
    requireUuid('tenantId', options.tenantId, 'the ID of a tenant');

    return new AadIntegration(undefined, options);
  }

  private constructor(
    /** @internal */
    readonly _managed: ManagedAadOptions | undefined,
    /** @internal */
    readonly _legacy: LegacyAadOptions | undefined,
  ) {}

  /**
   * Whether there is a group whose members administer the cluster.
   *
   * @internal
   */
  get _hasAdminGroup(): boolean {
    const groups = this._managed?.adminGroupObjectIds;
    return groups !== undefined && (!isLiteral(groups) || groups.length > 0);
  }

  /**
   * Whether Azure role assignments grant Kubernetes permissions.
   *
   * @internal
   */
  get _azureRbac(): boolean {
    return this._managed !== undefined && (this._managed.azureRbac ?? this._managed.tenantId === undefined);
  }

  /** Whether this is the legacy integration. */
  get isLegacy(): boolean {
    return this._legacy !== undefined;
  }
}

/** The list is ordered on the wire: literals are sorted and each sent once, tokens keep their order behind them. */
function sortLiterals(list: string[]): string[] {
  const literals = new Set(list.filter(isLiteral).map((item) => item.toLowerCase()));
  const tokens = new Set(list.filter((item) => !isLiteral(item)));

  return [...[...literals].sort(), ...tokens];
}
