import { RoleDefinition } from '@cdktf/provider-azurerm/lib/role-definition';
import { Construct } from 'constructs';
import { AzureRole } from './azure-role';
import { IAzureRoleScope } from './azure-role-scope';
import { resourceGroupOf } from './private/azure-role-grant';
import { assignedPlaces } from './private/assigned-places';
import { requireFilled, requireKnown, requirePattern } from './private/guards';
import { honourDependencies } from './private/dependencies';
import { requireProps } from './private/kind-check';
import { withLateAddress } from './private/late-address';
import { riskInWords, risksOf } from './private/risky-rules';
import {
  DATA_ACTION_PREFIX,
  isKnownDataAction,
  takenOutBy,
  shortDataAction,
} from './shared/aks-data-actions';
import { requireUnique } from './private/unique-objects';
import { ValidationError } from './shared/errors';
import { warn } from './shared/warn';

/** Properties of `AzureRoleDefinition`. */
export interface AzureRoleDefinitionProps {
  /** Name of the role in Azure, of which a tenant has one. */
  readonly roleName: string;

  /** Cluster that the role is for: it can be assigned in the resource group of the cluster. */
  readonly cluster: IAzureRoleScope;

  /**
   * What the role allows inside the cluster: data actions such as `apps/deployments/read`, with or without
   * `Microsoft.ContainerService/managedClusters/` in front. `*` stands for any text: `apps/deployments/*`.
   * `customresources/read`, `/write` and `/delete` are about everything that has no data actions of its own.
   */
  readonly dataActions: string[];

  /**
   * What is taken out of `dataActions` again.
   *
   * @default - nothing
   */
  readonly notDataActions?: string[];

  /**
   * What the role is for, for people.
   *
   * @default - none
   */
  readonly description?: string;
}

/**
 * An Azure role of your own for the inside of a cluster, which is granted as `AzureRole`.
 *
 * Defines an `azurerm_role_definition`. Whoever deploys needs `Microsoft.Authorization/roleDefinitions/write` on the resource group, as in
 * Role Based Access Control Administrator or Owner. Warns, as `RbacCustomRole` does, of data actions that give away more than they
 * seem to, by where the stack assigns the role, and of actions that are not known: `unknown-data-action`.
 */
export class AzureRoleDefinition extends Construct {
  /** The role, for `grantAzureRole()`, `AzureRoleAssignment` and `AzureRoleEligibility`. */
  readonly role: AzureRole;

  /**
   * Defines the role.
   *
   * @throws when the cluster has Azure RBAC off, or an action is not one of a cluster
   */
  constructor(scope: Construct, id: string, props: AzureRoleDefinitionProps) {
    super(scope, id);

    requireFilled(props, { notDataActions: 'nothing', description: 'none' }, this);
    props = requireProps('AzureRoleDefinitionProps', props, this);
    const { roleName, cluster, description } = props;
    requirePattern('roleName', roleName, /\S/, 'use a text that is not blank', this);
    requirePattern('description', description, /\S/, 'use a text that is not blank', this);
    if (cluster.azureRbac === false) {
      throw new ValidationError(
        `role '${roleName}' would grant nothing, because cluster '${cluster.node.path}' has Azure RBAC off: pass ` +
          "'azureRbac: true' to AadIntegration.managed(), or define an RbacCustomRole",
        this,
      );
    }
    const dataActions = this.actionsOf('dataActions', props.dataActions);
    const notDataActions = this.actionsOf('notDataActions', props.notDataActions ?? []);
    if (dataActions.length === 0) {
      throw new ValidationError("'dataActions' is empty: name what the role allows, such as pods/read", this);
    }

    for (const action of dataActions) {
      const by = takenOutBy(action, notDataActions);
      if (by !== undefined) {
        throw new ValidationError(
          `dataActions has '${action}', which grants nothing, because notDataActions has ${by}: remove one or the other`,
          this,
        );
      }
    }

    const place = resourceGroupOf(cluster);
    const resource = new RoleDefinition(this, 'Resource', {
      name: roleName,
      scope: place,
      assignableScopes: [place],
      description,
      permissions: [
        {
          dataActions: dataActions.map(inFull),
          notDataActions: notDataActions.length > 0 ? notDataActions.map(inFull) : undefined,
        },
      ],
    });
    this.node.defaultChild = withLateAddress(resource);
    requireUnique(
      this,
      resource,
      `Azure role '${roleName}'`,
      [roleName],
      'role names are unique in a tenant, so choose another',
    );
    honourDependencies(this);
    const rights = { dataActions, notDataActions };
    this.role = AzureRole._defined(
      roleName,
      resource.roleDefinitionId,
      rights,
      resource.roleDefinitionResourceId,
    );
    for (const risk of risksOf([{ verbs: [], azure: rights }], false)) {
      warn(this, risk.id, () => riskInWords(`Azure role '${roleName}'`, risk, assignedPlaces(this.role), []));
    }
  }

  private actionsOf(prop: string, actions: readonly string[]): string[] {
    requireKnown(prop, actions, this);
    return actions.map((action, index) => {
      requirePattern(
        `${prop}[${index}]`,
        action,
        /^[A-Za-z0-9*][A-Za-z0-9.*/-]*$/,
        'use a data action of a cluster, such as apps/deployments/read',
        this,
      );
      const short = shortDataAction(action);
      if (/^Microsoft\.[A-Za-z]+\//i.test(short)) {
        throw new ValidationError(
          `${prop}[${index}] '${action}' is not a data action of a cluster: use one that begins with ${DATA_ACTION_PREFIX}`,
          this,
        );
      }
      if (!isKnownDataAction(short)) {
        warn(
          this,
          'unknown-data-action',
          `${prop} has '${action}', which is no data action that is known here: Azure refuses the role unless it knows it`,
        );
      }
      return short;
    });
  }
}

function inFull(action: string): string {
  return `${DATA_ACTION_PREFIX}${action}`;
}
