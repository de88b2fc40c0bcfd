import { GroupRoleManagementPolicy } from '@cdktf/provider-azuread/lib/group-role-management-policy';
import { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { IAadGroup } from './aad-group';
import { ActivationRules } from './activation-rules';
import { checkedRules } from './private/eligibility';
import { honourDependencies } from './private/dependencies';
import { requireProps } from './private/kind-check';
import { requireUnique } from './private/unique-objects';

/** Properties of `AadGroupActivationPolicy`. */
export interface AadGroupActivationPolicyProps extends ActivationRules {
  /** The group. */
  readonly group: IAadGroup;
}

/**
 * The rules by which somebody becomes a member of a group for some hours: for how long, with what, approved by whom.
 *
 * Defines an `azuread_group_role_management_policy`. Azure AD has one for each group, whoever is eligible: define it once. Removing
 * the construct leaves the rules as they are. A service principal that deploys needs `RoleManagementPolicy.ReadWrite.AzureADGroup`.
 */
export class AadGroupActivationPolicy extends Construct {
  /**
   * The rules in Azure, for what waits for them.
   *
   * @internal
   */
  readonly _membershipRules: TerraformResource;

  /**
   * The group whose rules they are.
   *
   * @internal
   */
  readonly _group: IAadGroup;

  /**
   * Defines the rules.
   *
   * @throws when a rule is not valid
   */
  constructor(scope: Construct, id: string, props: AadGroupActivationPolicyProps) {
    super(scope, id);
    props = requireProps('AadGroupActivationPolicyProps', props, this);
    this._group = props.group;
    const activationRules = checkedRules(props, { user: 'singleUser', group: 'groupMembers' }, this);

    this._membershipRules = new GroupRoleManagementPolicy(this, 'Resource', {
      groupId: props.group.objectId,
      roleId: 'member',
      activationRules,
    });
    this.node.defaultChild = this._membershipRules;
    const { group } = props;
    requireUnique(this, this._membershipRules, `the policy of group '${group.node.path}'`, [group.objectId]);
    honourDependencies(this);
  }
}
