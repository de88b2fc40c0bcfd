import { ProviderBehaviour, Refusal } from '../../../rehearsal/world/behaviour';
import {
  Call,
  RunningProviders,
  startProviders,
  StartProvidersOptions,
} from '../../../rehearsal/protocol/provider-server';
import { Tenant } from '../../../access/directory/tenant';
import { FileWorld } from '../../../rehearsal/world/world';
import { TerraformDirectory } from '../terraform';

export const TENANT: Tenant = {
  tenantId: '11111111-1111-4111-8111-111111111111',
  subscriptionId: '22222222-2222-4222-8222-222222222222',
  domain: 'contoso.com',
  deployer: '33333333-3333-4333-8333-333333333333',
  users: [],
  groups: [],
  servicePrincipals: [],
};

/** Just enough of Azure AD to see the protocol at work. */
const AZUREAD: ProviderBehaviour = {
  name: 'azuread',
  rules: [
    {
      on: 'azuread_application',
      refuses: 'a redirect URI without a path',
      source: 'test',
      at: 'validate',
      check: ({ web }) =>
        JSON.stringify(web).includes('"https://bare"')
          ? { summary: 'URI needs a trailing slash', path: ['web', 0, 'redirect_uris'] }
          : undefined,
    },
    {
      on: 'azuread_application',
      refuses: 'a display name that is taken',
      source: 'test',
      at: 'apply',
      check: ({ id, display_name: name }, context) =>
        context!.world
          .all('azuread_application')
          .some((other) => other.display_name === name && other.id !== id)
          ? { summary: `name '${name as string}' is taken`, path: ['display_name'] }
          : undefined,
    },
  ],
  resources: {
    azuread_application: {
      replacedBy: ['template_id', 'web.*.homepage_url'],
      apply: (planned, prior, { uuid, provider }) => ({
        client_id: prior?.client_id ?? uuid('client', planned.display_name as string),
        publisher_domain: provider.tenant_id ?? 'none',
      }),
      remove: ({ display_name: name }) => {
        if (name === 'protected') {
          throw new Refusal({ summary: 'this application is protected' });
        }
      },
    },
    azuread_application_password: {
      apply: () => ({ value: 'hunter2', key_id: 'key' }),
    },
  },
  dataSources: {
    azuread_client_config: (_config, { tenant }) => ({
      tenant_id: tenant.tenantId,
      object_id: tenant.deployer,
    }),
    azuread_user: ({ user_principal_name: name }) => {
      throw new Refusal({ summary: `user '${name as string}' was not found`, path: ['user_principal_name'] });
    },
  },
};

export const AZURERM: ProviderBehaviour = {
  name: 'azurerm',
  rules: [],
  resources: {
    azurerm_resource_group: {
      replacedBy: ['name'],
      apply: ({ name }) => ({ id: `/resourceGroups/${name as string}` }),
    },
  },
  dataSources: {},
};

export const REQUIRED = `
terraform {
  required_providers {
    azuread = { source = "hashicorp/azuread" }
    azurerm = { source = "hashicorp/azurerm" }
  }
}
provider "azurerm" {
  features {}
}
`;

export const APPLICATION = `${REQUIRED}
resource "azuread_application" "a" {
  display_name = "a"
  owners       = ["33333333-3333-4333-8333-333333333333", "11111111-1111-4111-8111-111111111111"]
}
`;

export let world: FileWorld;
export let calls: Call[];
export let terraform: TerraformDirectory;

const started: RunningProviders[] = [];

export async function start(options: Partial<StartProvidersOptions> = {}): Promise<string> {
  const providers = await startProviders({
    providers: [
      { behaviour: AZUREAD, version: '3.7.0' },
      { behaviour: AZURERM, version: '4.55.0' },
    ],
    tenant: TENANT,
    world,
    onCall: (call) => void calls.push(call),
    ...options,
  });
  started.push(providers);
  return providers.reattach;
}

/** Each test of the block has a world of its own behind the stand-ins. */
export function withStandIns(): void {
  beforeEach(async () => {
    world = new FileWorld();
    calls = [];
    terraform = new TerraformDirectory(await start());
  });

  afterEach(async () => {
    terraform.remove();
    await Promise.all(started.splice(0).map((providers) => providers.stop()));
  });
}
