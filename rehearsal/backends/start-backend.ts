import { RehearsalFailed } from '../rehearsal-failed';
import { StackJson, SynthesizedStack } from '../workspace';
import { Azurite } from './azurite';
import { HcpTerraform } from './hcp/hcp-terraform';
import { HttpState } from './http-state';
import { Postgres } from './postgres';
import { BackendMissing, StateBackend } from './state-backend';

type Settings = Record<string, unknown>;

/** Starts the backend that stacks keep their state in, empty. */
export async function startBackend(stacks: readonly SynthesizedStack[]): Promise<StateBackend> {
  const [first] = stacks.map(({ json }) => backendOf(json));
  const { type, settings } = first!;
  requireSystem(type);

  switch (type) {
    case 'http':
      return HttpState.start();
    case 'pg':
      return Postgres.start();
    case 'azurerm':
      return Azurite.start({
        account: settings.storage_account_name as string,
        container: settings.container_name as string,
      });
    case 'cloud':
    case 'remote':
      if ((settings.workspaces as Settings | undefined)?.tags !== undefined) {
        throw new RehearsalFailed(
          'workspaces by tags must exist before a deployment, and the organization on this machine is empty: leave --backend out, or state.tags',
        );
      }
      return HcpTerraform.start(settings.organization as string);
    case 'local':
      throw new RehearsalFailed(
        'the configuration keeps state in local files, which is what a rehearsal does anyhow: leave --backend out, or set state.backend',
      );
    default:
      throw new RehearsalFailed(
        `there is no '${type}' to start on this machine, only http, pg, azurerm and hcp: leave --backend out`,
      );
  }
}

const OF_WINDOWS_AND_MACOS: readonly string[] = ['win32', 'darwin'];

/** Terraform is given a certificate of this machine by SSL_CERT_FILE, which Go reads neither on Windows nor on macOS. */
function requireSystem(type: string, system: string = process.platform): void {
  if (['azurerm', 'cloud', 'remote'].includes(type) && OF_WINDOWS_AND_MACOS.includes(system)) {
    throw new BackendMissing(
      `a backend of type '${type}' needs a certificate that Terraform on ${system === 'win32' ? 'Windows' : 'macOS'} takes from the system only: leave --backend out`,
    );
  }
  if (type === 'pg' && system === 'win32') {
    throw new BackendMissing("a backend of type 'pg' is not started on Windows: leave --backend out");
  }
}

function backendOf({ terraform: { cloud, backend = {} } }: StackJson): { type: string; settings: Settings } {
  const [[type, settings] = ['local', {}]] = cloud ? [['cloud', cloud] as const] : Object.entries(backend);

  return { type, settings };
}
