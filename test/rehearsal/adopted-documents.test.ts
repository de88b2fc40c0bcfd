import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adoptedCluster } from '../../cli/adopt/adopted-cluster';
import { clustersIn } from '../../cli/adopt/azure-documents';
import { writtenConfiguration } from '../../cli/adopt/written-configuration';
import { AZURERM_ARGUMENTS, AzurermArguments } from '../../lib/shared/azurerm-arguments';
import { State, Value } from '../../rehearsal/protocol/values';
import { Tenant } from '../../access/directory/tenant';
import { readCluster } from '../cli/adopt/azurerm-reads';
import { tenantWith } from './existing-tenant';
import { RehearsedConfig } from './rehearsed-config';
import { describeWithTerraform } from './terraform';

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'adopted-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { azurerm_kubernetes_cluster: CLUSTER, azurerm_kubernetes_cluster_node_pool: POOL } =
  AZURERM_ARGUMENTS[4];

/** The arguments with which somebody could have made what azurerm reads: what is nothing, or follows, is not said. */
function given(types: AzurermArguments, state: State): State {
  return Object.fromEntries(
    Object.entries(state).flatMap(([name, value]): [string, Value][] => {
      const type = types[name];
      const isNothing =
        value === null || value === '' || value === 'none' || (value === 0 && name !== 'min_count');
      if (type === undefined || isNothing || (Array.isArray(value) && value.length === 0)) {
        return [];
      }
      return typeof type === 'object'
        ? [[name, (value as State[]).map((one) => given(type, one))]]
        : [[name, value]];
    }),
  );
}

/** A tenant in which the cluster of a document is, as azurerm would read it. */
function tenantOf(document: string): Tenant {
  const { cluster, pools } = readCluster(JSON.parse(document));
  const [network] = cluster.network_profile as State[];
  const own = {
    ...cluster,
    kubelet_identity: null,
    storage_profile: null,
    // Nobody makes a cluster without the password, and nothing gives it back.
    windows_profile: null,
    network_profile: [{ ...network, load_balancer_profile: null }],
  };
  return tenantWith({
    azurerm_resource_group: [{ name: 'shop', location: 'westeurope' }],
    azurerm_kubernetes_cluster: [given(CLUSTER!, own)],
    azurerm_kubernetes_cluster_node_pool: pools.map((pool) => given(POOL!, pool)),
  });
}

describeWithTerraform('a cluster as the Azure CLI prints it', () => {
  test.each(['cilium', 'kubenet', 'spot', 'windows', 'ephemeral', 'gpu'])(
    '%s is planned, applied and planned again without a change',
    async (name) => {
      const document = readFileSync(`test/cli/adopt/documents/${name}.json`, 'utf8');
      const adopted = clustersIn(document, name).map(adoptedCluster);
      const file = join(folder, `${name}.yaml`);
      writeFileSync(file, writtenConfiguration(adopted));

      const config = new RehearsedConfig(file, tenantOf(document));
      try {
        await config.rehearse();
      } finally {
        config.remove();
      }
      expect(config.printed).toMatch(/cluster +\d imported, 0 added, 0 changed, 0 destroyed/);
      expect(config.printed).toMatch(/second plan +No changes\./);
    },
  );
});
