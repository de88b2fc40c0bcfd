import { isIP } from 'node:net';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { AadAksClusterProps } from '../aad-aks-cluster';
import { AksUpgradeChannel, NodeOsUpgradeChannel } from '../aks-upgrade-channel';
import { ValidationError } from './errors';
import { isLiteral, literalItems, requirePattern, requireText } from './guards';

// Names: "Naming rules and restrictions for Azure resources", Microsoft.ContainerService and Microsoft.Resources.
const CLUSTER_NAME = /^[a-zA-Z0-9]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9])?$/;
const RESOURCE_GROUP_NAME = /^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u;
const DNS_PREFIX = /^[a-zA-Z0-9]([a-zA-Z0-9-]{0,52}[a-zA-Z0-9])?$/;
export const MAX_DNS_PREFIX_LENGTH = 54;

const LOCATION = /^[a-zA-Z][a-zA-Z0-9 ]*$/;
const KUBERNETES_VERSION = /^1\.\d{1,2}(\.\d{1,3})?$/;
const IDENTITY_ID =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/[^/]+$/i;
const LINUX_USER = /^[a-z_][a-z0-9_-]{0,31}$/i;
const SSH_PUBLIC_KEY = /^ssh-(rsa|ed25519) [A-Za-z0-9+/]+=* ?.*$/;

// "Secure access to the API server using authorized IP address ranges in AKS", limitations.
const MAX_AUTHORIZED_RANGES = 200;

/** Refuses a cluster that can never deploy, or that nobody could sign in to. */
export function requireClusterProps(props: AadAksClusterProps, scope: Construct): void {
  requireClusterName(props.clusterName, scope);
  requireResourceGroupName(props.resourceGroupName, scope);
  requireText('location', props.location, scope);
  requirePattern('location', props.location, LOCATION, "use a region such as 'eastus'", scope);
  requirePattern(
    'dnsPrefix',
    props.dnsPrefix,
    DNS_PREFIX,
    'use 1 to 54 letters, digits and hyphens, with a letter or digit at both ends',
    scope,
  );
  requirePattern(
    'kubernetesVersion',
    props.kubernetesVersion,
    KUBERNETES_VERSION,
    "use '<major>.<minor>' or '<major>.<minor>.<patch>', such as '1.33'",
    scope,
  );
  requirePattern(
    'userAssignedIdentityId',
    props.userAssignedIdentityId,
    IDENTITY_ID,
    'use the ARM ID of an identity, /subscriptions/…/userAssignedIdentities/<name>',
    scope,
  );

  requireSignIn(props, scope);
  requireApiServerAccess(props, scope);
  requireWorkloadIdentity(props, scope);
  requireUpgradeChannels(props, scope);
  requireNodeSignIn(props, scope);
}

export function requireClusterName(name: string, scope: Construct): void {
  const rule = 'use 1 to 63 letters, digits, underscores and hyphens, with a letter or digit at both ends';
  requireText('clusterName', name, scope);
  requirePattern('clusterName', name, CLUSTER_NAME, rule, scope);
}

export function requireResourceGroupName(name: string, scope: Construct): void {
  const rule =
    'use 1 to 90 letters, digits, underscores, hyphens, periods and parentheses, not ending in a period';
  requireText('resourceGroupName', name, scope);
  requirePattern('resourceGroupName', name, RESOURCE_GROUP_NAME, rule, scope);
}

function requireSignIn(props: AadAksClusterProps, scope: Construct): void {
  const { aad, localAccounts } = props;
  if (!aad) {
    throw new ValidationError(
      'aad is missing: use AadIntegration.managed() or AadIntegration.legacy()',
      scope,
    );
  }

  if (aad._managed) {
    const { adminGroupObjectIds, azureRbac } = aad._managed;
    const hasAdminGroup = Token.isUnresolved(adminGroupObjectIds) || (adminGroupObjectIds ?? []).length > 0;

    if (!hasAdminGroup && !azureRbac && !localAccounts) {
      throw new ValidationError(
        'nobody could administer the cluster: local accounts are off, and there is no admin group and no Azure RBAC; ' +
          "set 'adminGroupObjectIds' or 'azureRbac' in AadIntegration.managed(), or 'localAccounts: true'",
        scope,
      );
    }
    return;
  }

  if (localAccounts === false) {
    throw new ValidationError(
      'localAccounts false is not available with legacy Azure AD: remove it or use AadIntegration.managed()',
      scope,
    );
  }
}

function requireApiServerAccess(props: AadAksClusterProps, scope: Construct): void {
  const ranges = props.authorizedIpRanges;
  literalItems('authorizedIpRanges', ranges, scope).forEach((range) => requireCidr(range, scope));

  if (isLiteral(ranges) && ranges.length > MAX_AUTHORIZED_RANGES) {
    throw new ValidationError(
      `authorizedIpRanges has ${ranges.length} ranges, AKS takes at most ${MAX_AUTHORIZED_RANGES}: merge some`,
      scope,
    );
  }
  if (props.privateCluster && ranges !== undefined) {
    throw new ValidationError(
      'authorizedIpRanges do not apply to a private cluster: remove them or privateCluster',
      scope,
    );
  }
}

function requireCidr(range: string, scope: Construct): void {
  const [address = '', prefix, ...rest] = range.split('/');

  if (isIP(address) === 4 && prefix === undefined) {
    throw new ValidationError(
      `authorizedIpRanges '${range}' is not valid: the prefix length is missing. Did you mean '${range}/32'?`,
      scope,
    );
  }
  const isPrefix = /^\d{1,2}$/.test(prefix ?? '') && Number(prefix) <= 32;
  if (isIP(address) !== 4 || !isPrefix || rest.length > 0) {
    throw new ValidationError(
      `authorizedIpRanges '${range}' is not valid: use an IPv4 range in CIDR notation, such as '203.0.113.0/24'`,
      scope,
    );
  }
}

function requireWorkloadIdentity(props: AadAksClusterProps, scope: Construct): void {
  if (props.oidcIssuer === false && props.workloadIdentity) {
    throw new ValidationError(
      'workloadIdentity needs the OIDC issuer: remove oidcIssuer false or workloadIdentity',
      scope,
    );
  }
}

function requireUpgradeChannels(props: AadAksClusterProps, scope: Construct): void {
  const nodeOs = props.nodeOsUpgradeChannel ?? NodeOsUpgradeChannel.NODE_IMAGE;

  if (
    props.automaticUpgradeChannel === AksUpgradeChannel.NODE_IMAGE &&
    nodeOs !== NodeOsUpgradeChannel.NODE_IMAGE
  ) {
    throw new ValidationError(
      `nodeOsUpgradeChannel '${nodeOs}' does not go with automaticUpgradeChannel 'node-image': use 'NodeImage' or another automaticUpgradeChannel`,
      scope,
    );
  }
}

function requireNodeSignIn(props: AadAksClusterProps, scope: Construct): void {
  const { adminUsername, sshPublicKey } = props;
  const userRule = 'use 1 to 32 letters, digits, underscores and hyphens, not starting with a digit';
  requirePattern('adminUsername', adminUsername, LINUX_USER, userRule, scope);

  if (adminUsername !== undefined && sshPublicKey === undefined) {
    throw new ValidationError(
      `adminUsername '${adminUsername}' has no effect without sshPublicKey: set both or neither`,
      scope,
    );
  }
  requireSshPublicKey(sshPublicKey, scope);
}

/** The value stays out of the message: the commonest mistake is to pass the private key. */
function requireSshPublicKey(sshPublicKey: string | undefined, scope: Construct): void {
  if (isLiteral(sshPublicKey) && !SSH_PUBLIC_KEY.test(String(sshPublicKey).trim())) {
    throw new ValidationError(
      "sshPublicKey is not a public key: use the one line of the '.pub' file, 'ssh-rsa …' or 'ssh-ed25519 …'",
      scope,
    );
  }
}
