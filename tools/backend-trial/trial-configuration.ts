import { readFileSync } from 'node:fs';
import { parseDocument, Document } from 'yaml';
import { BackendName } from '../../rehearsal/backends/state-backend';

const STATES: Record<BackendName, object> = {
  http: { backend: 'http', address: 'https://state.contoso.com/aks/{stack}' },
  pg: { backend: 'pg' },
  azurerm: { backend: 'azurerm', storageAccountName: 'contosotfstate', containerName: 'tfstate' },
  hcp: { backend: 'hcp', organization: 'contoso', project: 'AKS platform' },
};

/**
 * The legacy integration, where two client IDs and a secret go from the identity stack to the cluster; with enough to
 * create that some of it is done when some is not.
 */
export function legacyConfiguration(backend: BackendName): string {
  const configuration = inBackend('examples/article-legacy.yaml', backend);
  configuration.addIn(['access'], { name: 'viewers', clusterRole: 'view', users: ['bob@contoso.com'] });

  return configuration.toString();
}

/** The managed integration, where the object ID of the group of administrators does. */
export function managedConfiguration(backend: BackendName): string {
  return inBackend('aks.yaml', backend).toString();
}

function inBackend(original: string, backend: BackendName): Document {
  const configuration = parseDocument(readFileSync(original, 'utf8'));
  configuration.set('state', STATES[backend]);

  return configuration;
}
