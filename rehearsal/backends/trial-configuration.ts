import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { BackendName } from './state-backend';

/** Three values go from the identity stack to the cluster here: two client IDs and a secret. */
const ORIGINAL = 'examples/article-legacy.yaml';

const STATES: Record<BackendName, object> = {
  http: { backend: 'http', address: 'https://state.contoso.com/aks/{stack}' },
  pg: { backend: 'pg' },
  azurerm: { backend: 'azurerm', storageAccountName: 'contosotfstate', containerName: 'tfstate' },
  hcp: { backend: 'hcp', organization: 'contoso', project: 'AKS platform' },
};

/** A configuration with its state in a backend, and with enough to create that some is done when some is not. */
export function configurationFor(backend: BackendName): string {
  const configuration = parseDocument(readFileSync(ORIGINAL, 'utf8'));
  configuration.set('state', STATES[backend]);
  configuration.addIn(['access'], { name: 'viewers', clusterRole: 'view', users: ['bob@contoso.com'] });

  return configuration.toString();
}
