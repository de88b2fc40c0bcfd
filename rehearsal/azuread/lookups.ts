import { block, blocks, isPresent, isTrue, text, texts } from '../world/attributes';
import { appRoleIds, Directory, DirectoryServicePrincipal, scopeIds, scopes } from './directory';
import { ofServicePrincipal } from './service-principals';
import { azureadUserDataSources } from './user-lookups';
import { Context, DataSourceBehaviour, Problem, Refusal } from '../world/behaviour';
import { deployerOf } from '../world/deployer';
import { TenantGroup } from '../../access/directory/tenant';
import { State } from '../protocol/values';

/** First-party applications that exist in every tenant, as azuread names them. */
const PUBLISHED_APP_IDS: Readonly<Record<string, string>> = {
  AzureActiveDirectoryGraph: '00000002-0000-0000-c000-000000000000',
  AzureKeyVault: 'cfa8b339-82a2-471a-a3c9-0fc0be7a4093',
  AzureServiceManagement: '797f4846-ba00-4fd7-ba43-dac1f8f63013',
  MicrosoftGraph: '00000003-0000-0000-c000-000000000000',
  Office365Exchange: '00000002-0000-0ff1-ce00-000000000000',
};

const clientConfig: DataSourceBehaviour = (_config, context) => {
  const { objectId, clientId, tenantId } = deployerOf(context);
  return {
    id: `${tenantId}-${clientId}-${objectId}`,
    object_id: objectId,
    client_id: clientId,
    tenant_id: tenantId,
  };
};

const publishedAppIds: DataSourceBehaviour = () => ({ id: 'appIds', result: { ...PUBLISHED_APP_IDS } });

const domains: DataSourceBehaviour = (_config, { tenant }) => ({
  id: `domains#${tenant.tenantId}`,
  domains: [
    {
      domain_name: tenant.domain,
      admin_managed: true,
      authentication_type: 'Managed',
      default: true,
      initial: true,
      root: true,
      verified: true,
      supported_services: ['Email', 'OfficeCommunicationsOnline'],
    },
  ],
});

const application: DataSourceBehaviour = (config, context) => {
  const { applications } = new Directory(context);
  const objectId = text(config, 'object_id');
  if (objectId !== undefined) {
    const found = applications.find((candidate) => candidate.object_id === objectId);
    return applicationState(
      found ??
        refuse({ summary: `Application with object ID "${objectId}" was not found`, path: ['object_id'] }),
    );
  }

  const [field, value, matches] = applicationFilter(config);
  const filter = `${field} eq '${value}'`;
  return applicationState(
    theOnly(applications.filter(matches), {
      none: {
        summary: 'Application not found',
        detail: `No applications found matching filter: "${filter}"`,
      },
      several: {
        summary: 'Multiple applications found',
        detail: `Found multiple applications matching filter: "${filter}"`,
      },
    }),
  );
};

const servicePrincipal: DataSourceBehaviour = (config, context) => {
  const directory = new Directory(context);
  const objectId = text(config, 'object_id');
  const displayName = text(config, 'display_name');
  const clientId = text(config, 'client_id');
  if (objectId !== undefined) {
    const problem = {
      summary: `Service principal with object ID "${objectId}" was not found`,
      path: ['object_id'],
    };
    return servicePrincipalState(directory.servicePrincipal(objectId) ?? refuse(problem));
  }
  if (displayName === undefined) {
    const problem = { summary: `No service principal found for client ID: "${clientId}"` };
    return servicePrincipalState(directory.servicePrincipalByClientId(clientId) ?? refuse(problem));
  }

  const named = directory.servicePrincipals.filter((principal) => principal.displayName === displayName);
  const filter = `displayName eq '${displayName}'`;
  return servicePrincipalState(
    theOnly(named, {
      none: {
        summary: 'Service principal not found',
        detail: `No service principals found matching filter: "${filter}"`,
      },
      several: {
        summary: 'Multiple service principals found',
        detail: `Found multiple service principals matching filter: "${filter}"`,
      },
    }),
  );
};

const group: DataSourceBehaviour = (config, context) => {
  const { groups } = new Directory(context);
  const objectId = text(config, 'object_id');
  if (objectId !== undefined) {
    const problem = { summary: `No group found with object ID: "${objectId}"`, path: ['object_id'] };
    const found = groups.find((candidate) => candidate.objectId === objectId) ?? refuse(problem);
    return groupState(found, config, context);
  }

  const displayName = text(config, 'display_name');
  const field = displayName === undefined ? 'mailNickname' : 'displayName';
  const wanted = displayName ?? text(config, 'mail_nickname') ?? '';
  const security =
    config.security_enabled === null ? '' : ` and securityEnabled eq ${config.security_enabled === true}`;
  const filter = `${field} eq '${wanted}'${security}`;
  const path = [displayName === undefined ? 'mail_nickname' : 'display_name'];
  const found = theOnly(
    groups.filter(
      (candidate) => nameOrNickname(candidate, field) === wanted && config.security_enabled !== false,
    ),
    {
      none: { summary: `No group found matching specified filter (${filter})`, path },
      several: {
        summary: `More than one group found matching specified filter (${filter})`,
        detail: `Found multiple groups matching "${wanted}": name the one you mean by its object_id`,
        path,
      },
    },
  );
  return groupState(found, config, context);
};

const groups: DataSourceBehaviour = (config, context) => {
  const directory = new Directory(context);
  const found = groupsOf(config, directory);
  return {
    ...config,
    id: `groups#${context.uuid('groups', ...found.map((one) => one.objectId))}`,
    object_ids: found.map((one) => one.objectId),
    display_names: found.map((one) => one.displayName),
  };
};

export const azureadDataSources: Readonly<Record<string, DataSourceBehaviour>> = {
  azuread_client_config: clientConfig,
  azuread_application: application,
  azuread_application_published_app_ids: publishedAppIds,
  azuread_domains: domains,
  azuread_service_principal: servicePrincipal,
  azuread_group: group,
  azuread_groups: groups,
  ...azureadUserDataSources,
};

function refuse(problem: Problem): never {
  throw new Refusal(problem);
}

/** Zero and several matches are errors, each with its own words. */
function theOnly<T>(found: readonly T[], problems: { readonly none: Problem; readonly several: Problem }): T {
  if (found.length > 1) {
    refuse(problems.several);
  }
  return found[0] ?? refuse(problems.none);
}

function applicationFilter(config: State): [string, string, (candidate: State) => boolean] {
  const clientId = text(config, 'client_id');
  if (clientId !== undefined) {
    return ['appId', clientId, (candidate) => candidate.client_id === clientId];
  }
  const identifierUri = text(config, 'identifier_uri');
  if (identifierUri !== undefined) {
    return [
      'identifierUris',
      identifierUri,
      (candidate) => texts(candidate, 'identifier_uris').includes(identifierUri),
    ];
  }
  const displayName = text(config, 'display_name') ?? '';
  return [
    'displayName',
    displayName,
    (candidate) => text(candidate, 'display_name')?.toLowerCase() === displayName.toLowerCase(),
  ];
}

function applicationState(found: State): State {
  const api = block(found, 'api');
  return {
    ...found,
    api: [
      {
        known_client_applications: texts(api, 'known_client_applications'),
        mapped_claims_enabled: isTrue(api, 'mapped_claims_enabled'),
        requested_access_token_version: api?.requested_access_token_version ?? 1,
        oauth2_permission_scopes: scopes(found),
      },
    ],
    app_roles: blocks(found, 'app_role'),
    app_role_ids: appRoleIds(found),
    oauth2_permission_scope_ids: scopeIds(found),
    identifier_uri: texts(found, 'identifier_uris')[0] ?? '',
    public_client: [{ redirect_uris: texts(block(found, 'public_client'), 'redirect_uris') }],
    single_page_application: [
      { redirect_uris: texts(block(found, 'single_page_application'), 'redirect_uris') },
    ],
  };
}

function servicePrincipalState(principal: DirectoryServicePrincipal): State {
  return {
    ...ofServicePrincipal(principal),
    id: `/servicePrincipals/${principal.objectId}`,
    object_id: principal.objectId,
    client_id: principal.clientId,
    application_tenant_id: principal.applicationTenantId,
    account_enabled: true,
    app_role_assignment_required: false,
    type: 'Application',
  };
}

function groupState(found: TenantGroup, config: State, context: Context): State {
  const directory = new Directory(context);
  const members = isTrue(config, 'include_transitive_members')
    ? transitiveMembers(found, directory.groups)
    : found.members;
  return {
    ...config,
    id: `/groups/${found.objectId}`,
    object_id: found.objectId,
    display_name: found.displayName,
    description: '',
    mail_enabled: false,
    mail_nickname: nameOrNickname(found, 'mailNickname'),
    security_enabled: true,
    members: [...members],
    owners: [...found.owners],
    types: [],
  };
}

/** Members of groups inside the group, too; groups may contain each other. */
function transitiveMembers(start: TenantGroup, all: readonly TenantGroup[]): string[] {
  const seen = new Set<string>();
  const open = [...start.members];
  for (let member = open.pop(); member !== undefined; member = open.pop()) {
    if (!seen.has(member)) {
      seen.add(member);
      open.push(...(all.find((candidate) => candidate.objectId === member)?.members ?? []));
    }
  }
  return [...seen];
}

function groupsOf(config: State, directory: Directory): readonly TenantGroup[] {
  if (isTrue(config, 'return_all')) {
    return directory.groups;
  }
  const prefix = text(config, 'display_name_prefix');
  if (prefix !== undefined) {
    return directory.groups.filter((candidate) => candidate.displayName.startsWith(prefix));
  }

  const byName = isPresent(config, 'display_names');
  const wanted = texts(config, byName ? 'display_names' : 'object_ids');
  return wanted.flatMap((value) => {
    const found = directory.groups.filter(
      (candidate) => value === (byName ? candidate.displayName : candidate.objectId),
    );
    const words = byName ? `display name: "${value}"` : `object ID: "${value}"`;
    const path = [byName ? 'display_names' : 'object_ids'];
    if (found.length > 1) {
      refuse({ summary: `More than one group found with ${words}`, path });
    }
    if (found.length === 0 && !isTrue(config, 'ignore_missing')) {
      refuse({ summary: `No group found with ${words}`, path });
    }
    return found;
  });
}

/** The tenant file knows no mail nicknames; Azure AD makes them of the name where nobody chooses one. */
function nameOrNickname(candidate: TenantGroup, field: string): string {
  return field === 'displayName' ? candidate.displayName : candidate.displayName.replace(/[^\w-]/g, '');
}
