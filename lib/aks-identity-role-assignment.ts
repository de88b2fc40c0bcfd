import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { AadPrincipalType } from './aad-principal-type';
import { AksIdentityRole } from './aks-identity-role';
import { roleDefinitionIn, takeOverAssignment } from './private/azure-role-grant';
import { requirePattern, requireText, requireUuid } from './private/guards';
import { honourDependencies } from './private/dependencies';
import { requireProps } from './private/kind-check';
import { withoutStackTraces } from './private/stack-traces';
import { requireUnique } from './private/unique-objects';
import { canonicalId } from './shared/canonical-ids';
import { identityRoleResources } from './shared/identity-role-resources';

/** Properties of `AksIdentityRoleAssignment`. */
export interface AksIdentityRoleAssignmentProps {
  /** The role, and on what. */
  readonly role: AksIdentityRole;

  /** Object ID of the identity, a UUID. */
  readonly principalId: string;
}

/**
 * Gives an identity of a cluster an Azure role that it needs outside of the cluster; `AadAksCluster.grantIdentityRole()` knows
 * the identity.
 *
 * Defines an `azurerm_role_assignment`. Whoever deploys needs `Microsoft.Authorization/roleAssignments/write` on the resource,
 * as in Role Based Access Control Administrator. Azure refuses an assignment that exists already: take it over with
 * `importFrom()`, or remove it.
 */
export class AksIdentityRoleAssignment extends Construct {
  private readonly place: string;
  private readonly resource: RoleAssignment;

  /**
   * Defines the assignment.
   *
   * @throws when the role cannot be assigned on the resource
   */
  constructor(scope: Construct, id: string, props: AksIdentityRoleAssignmentProps) {
    super(scope, id);
    props = requireProps('AksIdentityRoleAssignmentProps', props, this);
    const { role, principalId } = props;
    const { form, what, example } = identityRoleResources(role.name)!;
    const rule = `for ${role.name} use the ARM ID of ${what}, such as ${example}`;
    requireText('resourceId', role.resourceId, this);
    requirePattern('resourceId', role.resourceId, form, rule, this);
    requireUuid('principalId', principalId, 'the object ID of an identity', this);

    this.place = canonicalId(role.resourceId);
    this.resource = withoutStackTraces(
      () =>
        new RoleAssignment(this, 'Resource', {
          name: Fn.uuidv5('url', Fn.lower(Fn.join('#', [this.place, role.roleId, principalId]))),
          scope: this.place,
          roleDefinitionId: roleDefinitionIn(this.place, role.roleId),
          principalId,
          principalType: AadPrincipalType.SERVICE_PRINCIPAL,
          // An identity of the same run is not everywhere in the directory yet.
          skipServicePrincipalAadCheck: true,
          // Role, scope and principal decide. Azure keeps nothing of the check, and an import would find a difference.
          lifecycle: { ignoreChanges: ['name', 'skip_service_principal_aad_check'] },
        }),
    );
    this.node.defaultChild = this.resource;
    honourDependencies(this);
    requireUnique(this, this.resource, `role '${role.name}' on '${this.place}'`, [
      role.roleId,
      this.place,
      principalId,
    ]);
  }

  /**
   * Takes over an existing assignment, which Azure would otherwise refuse to make once more: the next deployment imports it.
   *
   * @param roleAssignmentId ARM ID, `<resource>/providers/Microsoft.Authorization/roleAssignments/<UUID>`, as
   * `az role assignment list --scope <resource>` prints it
   * @throws when it is not the ID of an assignment, or one on another resource
   */
  importFrom(roleAssignmentId: string): void {
    takeOverAssignment(this, this.resource, [this.place], roleAssignmentId);
  }
}
