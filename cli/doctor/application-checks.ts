import { LegacyAadConfig } from '../../app/config';
import { checked, Finding } from './findings';
import { Graph, GraphApplication, PermissionGrant } from '../azure/graph';
import { shellWord } from '../../lib/shared/shell';

/** Microsoft Graph's application permission Directory.Read.All. */
const DIRECTORY_READ_ALL = '7ab1d382-f21e-4acd-a863-ba3e13f7da61';

/** Delegated permissions on Microsoft Graph that the server application works with. */
const GRAPH_SCOPES = ['Directory.Read.All', 'User.Read'];

const DAY = 24 * 60 * 60 * 1000;

/** Days before its end from which a secret is worth a note. */
const SOON = 30;

type Found = Omit<Finding, 'check'>;

/** The two applications of the legacy integration: the secret, and consent. */
export async function applicationFindings(graph: Graph, aad: LegacyAadConfig, now: Date): Promise<Finding[]> {
  const { serverApp, clientApp } = aad;
  const server = serverApp.displayName ?? serverApp.existing ?? '';
  const client = clientApp.displayName ?? clientApp.existing ?? '';
  const applications = new Applications(graph, server, client);
  return [
    await checked('secret', async () => secretFinding(await applications.server(), server, now)),
    await checked('consent of the server application', () => serverConsent(graph, applications)),
    await checked('consent of the client application', () =>
      clientConsent(graph, applications, serverApp.scope?.name ?? 'user_impersonation'),
    ),
  ];
}

/** Looks each application up once. */
class Applications {
  private readonly found = new Map<string, Promise<GraphApplication[]>>();

  constructor(
    private readonly graph: Graph,
    /** Display name, or the client ID of an application that is only referred to. */
    private readonly serverName: string,
    private readonly clientName: string,
  ) {}

  server(): Promise<GraphApplication | Found> {
    return this.one(this.serverName);
  }

  client(): Promise<GraphApplication | Found> {
    return this.one(this.clientName);
  }

  private async one(displayName: string): Promise<GraphApplication | Found> {
    const search = this.found.get(displayName) ?? this.graph.applications(displayName);
    this.found.set(displayName, search);

    const [application, ...others] = await search;
    if (application && others.length === 0) {
      return application;
    }
    return application
      ? {
          verdict: 'unchecked',
          text: `there are ${others.length + 1} applications '${displayName}': it cannot be told which one is meant`,
        }
      : {
          verdict: 'wrong',
          text: `there is no application '${displayName}'`,
          fix: 'deploy the identity stack: npx cdktf deploy identity',
        };
  }
}

function isFound(application: GraphApplication | Found): application is GraphApplication {
  return 'appId' in application;
}

function secretFinding(server: GraphApplication | Found, displayName: string, now: Date): Found {
  if (!isFound(server)) {
    return server;
  }
  const ends = server.passwordCredentials.map(({ endDateTime }) => new Date(endDateTime));
  const last = new Date(Math.max(...ends.map((end) => end.getTime())));
  const renew = `change aad.serverApp.secret.rotateWhenChanged and deploy identity and cluster`;

  if (ends.length === 0) {
    return { verdict: 'wrong', text: `'${displayName}' has no secret: nobody can sign in`, fix: renew };
  }
  const date = last.toISOString().slice(0, 10);
  if (last <= now) {
    return {
      verdict: 'wrong',
      text: `the secret of '${displayName}' expired on ${date}: nobody can sign in`,
      fix: renew,
    };
  }
  const days = Math.floor((last.getTime() - now.getTime()) / DAY);
  const valid = `the newest secret of '${displayName}' is valid until ${date}`;
  return days < SOON
    ? { verdict: 'odd', text: `${valid}, ${days} more days`, fix: renew }
    : { verdict: 'ok', text: `${valid}; that the cluster has the same one can only be told by signing in` };
}

async function serverConsent(graph: Graph, applications: Applications): Promise<Found> {
  const server = await applications.server();
  if (!isFound(server)) {
    return server;
  }
  const principal = await graph.servicePrincipal(server.appId);
  if (!principal) {
    return withoutServicePrincipal(server);
  }

  const grants = await graph.permissionGrants(principal.id);
  const missing = GRAPH_SCOPES.filter((scope) => !grants.some((grant) => grantsToAll(grant, scope)));
  const roles = await graph.appRoleAssignments(principal.id);
  if (!roles.some(({ appRoleId }) => appRoleId === DIRECTORY_READ_ALL)) {
    missing.push('Directory.Read.All as application permission');
  }
  return missing.length === 0
    ? { verdict: 'ok', text: `an administrator has consented to what '${server.displayName}' reads` }
    : { verdict: 'wrong', text: `missing: ${missing.join(', ')}`, fix: consentCommand(server) };
}

async function clientConsent(graph: Graph, applications: Applications, scope: string): Promise<Found> {
  const [server, client] = [await applications.server(), await applications.client()];
  if (!isFound(client)) {
    return client;
  }
  if (!isFound(server)) {
    return server;
  }
  if (server.api?.preAuthorizedApplications?.some(({ appId }) => appId === client.appId)) {
    return { verdict: 'ok', text: `'${server.displayName}' trusts '${client.displayName}'` };
  }

  const principal = await graph.servicePrincipal(client.appId);
  const resource = await graph.servicePrincipal(server.appId);
  if (!principal || !resource) {
    return withoutServicePrincipal(principal ? server : client);
  }
  const grants = await graph.permissionGrants(principal.id);
  return grants.some((grant) => grant.resourceId === resource.id && grantsToAll(grant, scope))
    ? { verdict: 'ok', text: `an administrator has consented to '${scope}' for '${client.displayName}'` }
    : {
        verdict: 'wrong',
        text: `'${client.displayName}' may not use '${scope}' of '${server.displayName}'`,
        fix: consentCommand(client),
      };
}

function grantsToAll({ consentType, scope }: PermissionGrant, wanted: string): boolean {
  return consentType === 'AllPrincipals' && scope.split(' ').includes(wanted);
}

function withoutServicePrincipal({ displayName, appId }: GraphApplication): Found {
  return {
    verdict: 'wrong',
    text: `'${displayName}' has no service principal in this tenant`,
    fix: `az ad sp create --id ${shellWord(appId)}`,
  };
}

function consentCommand({ appId }: GraphApplication): string {
  return `as an administrator of the tenant, az ad app permission admin-consent --id ${shellWord(appId)}`;
}
