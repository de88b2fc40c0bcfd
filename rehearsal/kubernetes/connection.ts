import { AksCluster } from './aks-cluster';
import { isTrue, isUnknown, text } from '../world/attributes';
import { RbacAuthorizer, ResourceRequest, UserInfo } from '../../access/rbac/authorizer';
import { Context, Refusal } from '../world/behaviour';
import { directoryOf, rbacObjectsOf } from './cluster-rbac';
import { accountOf, kubeloginOf } from './kubelogin';
import { groupResource, Kind, urlPath } from './kinds';
import { KubernetesStore } from './store';
import { AUTHENTICATED, MASTERS, RbacObjects } from '../../access/rbac/objects';
import { signIn } from '../../access/directory/sign-in';

/** Whoever has the client certificate of the local account. */
const LOCAL_ADMIN: UserInfo = { name: 'masterclient', groups: [MASTERS, AUTHENTICATED] };

/** A request of the provider, as it travels to the API server. */
export interface Call {
  readonly verb: 'create' | 'get' | 'list' | 'patch' | 'delete';
  readonly kind: Kind;
  readonly namespace?: string;
  readonly name?: string;
}

const METHODS = { create: 'Post', get: 'Get', list: 'Get', patch: 'Patch', delete: 'Delete' } as const;

/** The API server of one cluster, as the provider reaches it. */
export interface Connection {
  readonly cluster: AksCluster;
  readonly store: KubernetesStore;
  readonly user: UserInfo;
  readonly objects: RbacObjects;
  readonly authorizer: RbacAuthorizer;
}

/** The store of the cluster that the provider is configured for; undefined when it is none, or not known yet. */
export function storeOf(context: Context): KubernetesStore | undefined {
  const cluster = AksCluster.at(text(context.provider, 'host') ?? '', context.world);
  return cluster && new KubernetesStore(cluster, context);
}

/** Whether the provider knows which cluster it is for. While a cluster is yet to be made, it does not. */
export function isHostKnown({ provider }: Context): boolean {
  return !isUnknown(provider.host);
}

/** Reaches the API server, signs in and asks whether the call is allowed; refuses with the words of whoever refuses. */
export function call(request: Call, context: Context): Connection {
  const cluster = reach(request, context);
  const user = context.isSetUp ? LOCAL_ADMIN : authenticate(cluster, context);
  const store = new KubernetesStore(cluster, context);
  const objects = rbacObjectsOf(cluster, context);
  const connection = { cluster, store, user, objects, authorizer: new RbacAuthorizer(objects) };

  if (!isAllowed(connection, attributesOf(request))) {
    throw new Refusal({ summary: forbidden(request, connection) });
  }
  return connection;
}

/** Whether the signed-in user may; members of `system:masters` always may. */
export function isAllowed({ authorizer, user }: Connection, request: ResourceRequest): boolean {
  return user.groups.includes(MASTERS) || authorizer.authorize(user, request) !== undefined;
}

function reach(request: Call, { provider, world }: Context): AksCluster {
  const host = text(provider, 'host');
  if (!host) {
    throw unreachable(request, 'http://localhost', {
      reason: 'dial tcp 127.0.0.1:80: connect: connection refused',
      detail: "The provider has no 'host'; the rehearsal reads no kubeconfig files.",
    });
  }

  const url = host.startsWith('http') ? host.replace(/\/+$/, '') : `https://${host}`;
  const cluster = AksCluster.at(host, world);
  if (!cluster) {
    const known = AksCluster.all(world).map((candidate) => `https://${candidate.host}`);
    throw unreachable(request, url, {
      reason: `dial tcp: lookup ${url.replace(/^https?:\/\//, '').replace(/:\d+$/, '')}: no such host`,
      detail: `Clusters of this rehearsal: ${known.join(', ') || 'none; deploy the cluster first'}.`,
    });
  }
  if (!isTrue(provider, 'insecure')) {
    verifyCertificate(request, url, text(provider, 'cluster_ca_certificate'), cluster.caCertificate);
  }
  return cluster;
}

function verifyCertificate(
  request: Call,
  url: string,
  given: string | undefined,
  inKubeconfig?: string,
): void {
  if (inKubeconfig === undefined || given === decoded(inKubeconfig)) {
    return;
  }
  if (given === inKubeconfig) {
    throw new Refusal({
      summary: 'unable to load root certificates: unable to parse bytes as PEM block',
      detail: "'cluster_ca_certificate' is Base64; wrap it in base64decode().",
    });
  }
  throw unreachable(request, url, {
    reason: 'tls: failed to verify certificate: x509: certificate signed by unknown authority',
    detail: "'cluster_ca_certificate' is not that of this cluster.",
  });
}

function authenticate(cluster: AksCluster, context: Context): UserInfo {
  const { provider, tenant } = context;
  const certificate = text(provider, 'client_certificate');
  if (certificate) {
    if (!cluster.adminCertificates.some((known) => decoded(known) === certificate)) {
      throw unauthorized(
        'The client certificate is not that of a local account, or local accounts are disabled.',
      );
    }
    return LOCAL_ADMIN;
  }

  const kubelogin = kubeloginOf(provider);
  if (!kubelogin) {
    throw unauthorized(
      "The provider has neither 'exec' nor a client certificate; on an AAD cluster those of kube_config are blank.",
    );
  }
  const account = accountOf(kubelogin, context);
  const { aad, name } = cluster;
  if (!aad) {
    throw unauthorized(`Cluster '${name}' has no Azure AD integration, so it takes no tokens of Azure AD.`);
  }
  if (aad.tenantId !== undefined && aad.tenantId !== tenant.tenantId) {
    throw unauthorized(`Cluster '${name}' takes tokens of tenant '${aad.tenantId}' only.`);
  }
  if (kubelogin.serverId !== aad.serverAppId) {
    throw unauthorized(
      `kubelogin asks for a token for '${kubelogin.serverId ?? ''}'; cluster '${name}' takes those for '--server-id ${aad.serverAppId}'.`,
    );
  }
  return signIn(account, directoryOf(context)).user;
}

function attributesOf({ verb, kind, namespace, name }: Call): ResourceRequest {
  // A URL that names a namespace asks within it: `GET /api/v1/namespaces/shop` is a request in `shop`.
  const within = kind.resource === 'namespaces' ? name : namespace;
  return { verb, apiGroup: kind.apiGroup, resource: kind.resource, name, namespace: within };
}

function forbidden(request: Call, { user, cluster }: Connection): string {
  const { verb, apiGroup, resource, name, namespace } = attributesOf(request);
  const what = `${groupResource(request.kind)}${name ? ` "${name}"` : ''}`;
  const place = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope';
  const azure = cluster.aad?.isAzureRbacEnabled
    ? ': User does not have access to the resource in Azure. Update role assignment to allow access.'
    : '';
  return `${what} is forbidden: User "${user.name}" cannot ${verb} resource "${resource}" in API group "${apiGroup}" ${place}${azure}`;
}

function unreachable(
  { verb, kind, namespace, name }: Call,
  url: string,
  { reason, detail }: { reason: string; detail: string },
): Refusal {
  return new Refusal({
    summary: `${METHODS[verb]} "${url}${urlPath(kind, namespace, name)}": ${reason}`,
    detail,
  });
}

function unauthorized(detail: string): Refusal {
  return new Refusal({ summary: 'Unauthorized', detail });
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}
