import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import { Tenant } from '../../access/directory/tenant';
import { ExistingObjects } from '../../rehearsal/existing-objects';
import { RunningProviders, startProviders } from '../../rehearsal/protocol/provider-server';
import { FileWorld } from '../../rehearsal/world/world';
import { PROVIDERS, tenantWith } from './existing-tenant';
import { PlannedChanges, TerraformDirectory } from './terraform';

export let terraform: TerraformDirectory;
let providers: RunningProviders;

/** Each test of the block serves objects of its own, which go after it. */
export function withExistingObjects(): void {
  afterEach(async () => {
    terraform.remove();
    await providers.stop();
  });
}

/** Makes the objects in the sample tenant, and a directory in which Terraform finds them. */
export async function serve(objects: Tenant['objects']): Promise<void> {
  const world = new FileWorld();
  const tenant = tenantWith(objects);
  await new ExistingObjects(tenant, world).make(PROVIDERS);
  providers = await startProviders({ providers: PROVIDERS, tenant, world });
  terraform = new TerraformDirectory(providers.reattach);
}

/** Writes a configuration of those constructs, and initializes Terraform for it. */
export async function write(build: (stack: TerraformStack) => void): Promise<void> {
  const stack = new TerraformStack(Testing.app(), 'test');
  new AzureadProvider(stack, 'azuread');
  new AzurermProvider(stack, 'azurerm', {
    features: [{}],
    subscriptionId: '8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8',
  });
  build(stack);
  terraform.write(Testing.synth(stack, true), 'main.tf.json');
  await terraform.succeed('init');
}

/** Without the hash that cdktf puts behind the path of a construct. */
export async function plannedChanges(): Promise<PlannedChanges> {
  const changes = Object.entries(await terraform.plannedChanges());
  return Object.fromEntries(
    changes.map(([address, actions]) => [address.replace(/_[0-9A-F]{8}$/, ''), actions]),
  );
}
