import { RoleManagementPolicy } from '@cdktf/provider-azurerm/lib/role-management-policy';
import { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { ActivationRules } from './activation-rules';
import { AzureRole } from './azure-role';
import { IAzureRoleScope } from './azure-role-scope';
import { placeOf, requireEffect, roleDefinitionId } from './private/azure-role-grant';
import { checkedRules } from './private/eligibility';
import { requireDnsLabel, requireFilled } from './private/guards';
import { honourDependencies } from './private/dependencies';
import { requireProps } from './private/kind-check';
import { requireUnique } from './private/unique-objects';

/** Properties of `AzureRoleActivationPolicy`. */
export interface AzureRoleActivationPolicyProps extends ActivationRules {
  /** The role. */
  readonly role: AzureRole;

  /** Cluster that the role is about. */
  readonly cluster: IAzureRoleScope;

  /**
   * Namespace the role is limited to; only for roles of Azure RBAC.
   *
   * @default - the whole cluster
   */
  readonly namespace?: string;
}

/**
 * The rules by which an Azure role is activated on a cluster: for how long, with what, approved by whom.
 *
 * Defines an `azurerm_role_management_policy`. Azure has one for each role in each place, whoever is eligible: define it once.
 * Removing the construct leaves the rules as they are.
 */
export class AzureRoleActivationPolicy extends Construct {
  /**
   * The rules in Azure, for what waits for them.
   *
   * @internal
   */
  readonly _roleRules: TerraformResource;

  /**
   * What they are the rules of.
   *
   * @internal
   */
  readonly _about: Pick<AzureRoleActivationPolicyProps, 'role' | 'cluster' | 'namespace'>;

  /**
   * Defines the rules.
   *
   * @throws when the role cannot take effect, or a rule is not valid
   */
  constructor(scope: Construct, id: string, props: AzureRoleActivationPolicyProps) {
    super(scope, id);

    requireFilled(props, { namespace: 'the whole cluster' }, this);
    props = requireProps('AzureRoleActivationPolicyProps', props, this);
    const { role, cluster, namespace } = props;
    requireEffect(props, this);
    requireDnsLabel('namespace', namespace, this);
    const activationRules = checkedRules(props, { user: 'User', group: 'Group' }, this);

    this._about = { role, cluster, namespace };
    const place = placeOf(cluster, namespace);
    this._roleRules = new RoleManagementPolicy(this, 'Resource', {
      scope: place,
      roleDefinitionId: roleDefinitionId(cluster, role),
      activationRules,
    });
    this.node.defaultChild = this._roleRules;
    requireUnique(this, this._roleRules, `the policy of role '${role.name}' there`, [role.roleId, place]);
    honourDependencies(this);
  }
}
