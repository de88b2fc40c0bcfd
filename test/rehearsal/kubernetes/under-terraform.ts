import { kubernetes } from '../../../rehearsal/kubernetes/kubernetes';
import { RunningProviders, startProviders } from '../../../rehearsal/protocol/provider-server';
import { loadTenant } from '../../../access/directory/load-tenant';
import { FileWorld } from '../../../rehearsal/world/world';
import { worldWithCluster } from '../access/sample-world';
import { TerraformDirectory } from '../terraform';

export const REQUIRED = { kubernetes: { source: 'hashicorp/kubernetes' } };

export let world: FileWorld;
export let terraform: TerraformDirectory;

/** Each test of the block has a cluster of its own behind the stand-in. */
export function withStandIn(): void {
  let providers: RunningProviders;

  beforeEach(async () => {
    world = worldWithCluster();
    providers = await startProviders({
      providers: [{ behaviour: kubernetes, version: '2.38.0' }],
      tenant: { ...loadTenant(), namespaces: [] },
      world,
    });
    terraform = new TerraformDirectory(providers.reattach);
  });

  afterEach(async () => {
    terraform.remove();
    await providers.stop();
  });
}
