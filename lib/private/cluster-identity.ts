import {
  KubernetesClusterConfig,
  KubernetesClusterKubeletIdentity,
} from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { DataAzurermUserAssignedIdentity } from '@cdktf/provider-azurerm/lib/data-azurerm-user-assigned-identity';
import { Fn, IResolvable, Token } from 'cdktf';
import { Construct } from 'constructs';
import { AadAksClusterProps } from '../aad-aks-cluster-props';
import { AksIdentity, AksKubeletIdentityOptions } from '../aks-identity';
import { ValidationError } from '../shared/errors';
import { isLiteral, requirePattern, requireSecretReference, requireUuid } from './guards';
import { warnAboutLocalState } from './local-state';
import { warn } from '../shared/warn';
import { armIdForm } from '../shared/arm-id-form';

const IDENTITY_ID = armIdForm('Microsoft.ManagedIdentity/userAssignedIdentities');

/** The provider's arguments for an identity. */
export function identityArguments({
  _kind,
  _id,
  _secret,
}: AksIdentity): Pick<KubernetesClusterConfig, 'identity' | 'servicePrincipal'> {
  if (_kind === 'ServicePrincipal') {
    return { servicePrincipal: { clientId: _id ?? '', clientSecret: _secret ?? '' } };
  }
  return { identity: { type: _kind, identityIds: _id === undefined ? undefined : [_id] } };
}

/** The provider's block for the identity of the nodes. */
export function kubeletIdentityArguments({
  userAssignedIdentityId,
  clientId,
  objectId,
}: AksKubeletIdentityOptions): KubernetesClusterKubeletIdentity {
  return { userAssignedIdentityId, clientId, objectId };
}

/** Refuses an identity of the nodes that cannot be. */
export function requireKubeletIdentity(
  { kubeletIdentity, identity }: AadAksClusterProps,
  scope: Construct,
): void {
  if (kubeletIdentity === undefined) {
    return;
  }
  const { userAssignedIdentityId, clientId, objectId } = kubeletIdentity;
  requireIdentityId('kubeletIdentity.userAssignedIdentityId', userAssignedIdentityId, scope);
  requireUuid('kubeletIdentity.clientId', clientId, 'the client ID of an identity', scope);
  requireUuid('kubeletIdentity.objectId', objectId, 'the object ID of an identity', scope);
  if (identity?._kind !== 'UserAssigned') {
    throw new ValidationError(
      'kubeletIdentity needs a control plane that may give it to the nodes: set identity to AksIdentity.userAssigned()',
      scope,
    );
  }
}

function requireIdentityId(prop: string, id: string | undefined, scope: Construct): void {
  const rule = 'use the ARM ID of an identity, /subscriptions/…/userAssignedIdentities/<name>';
  requirePattern(prop, id, IDENTITY_ID, rule, scope);
}

/** Refuses identities that cannot be, and warns about service principals. */
export function requireIdentity({ _kind, _id, _secret }: AksIdentity, scope: Construct): void {
  if (_kind === 'UserAssigned') {
    requireIdentityId('userAssignedIdentityId', _id, scope);
  }
  if (_kind === 'ServicePrincipal') {
    requireUuid('clientId', _id, 'the client ID of a service principal', scope);
    requireSecretReference('clientSecret', _secret, scope);
    warn(
      scope,
      'service-principal',
      'identity is a service principal, whose secret expires: use AksIdentity.systemAssigned() or .userAssigned()',
    );
    warnAboutLocalState(scope, 'the secret of the service principal');
  }
}

/** An identity that exists before the cluster, by a lookup in the subscription of the provider. */
export function principalIdOf(scope: Construct, id: string, userAssignedIdentityId: string): string {
  const part = (index: number): string =>
    isLiteral(userAssignedIdentityId)
      ? (userAssignedIdentityId.split('/')[index] ?? '')
      : Token.asString(Fn.element(Fn.split('/', userAssignedIdentityId), index) as IResolvable);

  const found = new DataAzurermUserAssignedIdentity(scope, id, {
    name: part(8),
    resourceGroupName: part(4),
  });
  return found.principalId;
}
