import { KubernetesClusterConfig } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { Construct } from 'constructs';
import { AksIdentity } from '../aks-identity';
import { requirePattern, requireSecretReference, requireUuid } from './guards';
import { warnAboutLocalState } from './local-state';
import { warn } from '../shared/warnings';

const IDENTITY_ID =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/[^/]+$/i;

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

/** Refuses identities that cannot be, and warns about service principals. */
export function requireIdentity({ _kind, _id, _secret }: AksIdentity, scope: Construct): void {
  if (_kind === 'UserAssigned') {
    requirePattern(
      'userAssignedIdentityId',
      _id,
      IDENTITY_ID,
      'use the ARM ID of an identity, /subscriptions/…/userAssignedIdentities/<name>',
      scope,
    );
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
