import { resolve } from 'node:path';
import { stackTag, StateConfig, stateName } from './name';

/**
 * Where the state of a stack is, in words that are the same if and only if it is the same place, as far as the
 * configuration tells; more than one where a place has several names.
 */
export function stateAddresses(state: StateConfig, stack: string): string[] {
  const name = stateName(state, stack);

  switch (state.backend) {
    case 'local':
      return [`file ${resolve(state.directory, name)}`];
    case 'hcp':
    case 'remote': {
      const at = `of organization '${state.organization}' at ${host(state.hostname ?? 'app.terraform.io')}`;
      const tags =
        state.backend === 'hcp' && state.tags && [...state.tags, stackTag(stack)].sort().join(', ');
      return [`workspace '${name}' ${at}`, ...(tags ? [`the workspace with the tags ${tags} ${at}`] : [])];
    }
    case 'azurerm':
      return [
        `blob '${name}' in container '${state.containerName}' of storage account '${state.storageAccountName}'`,
      ];
    case 's3':
      return [
        `object '${name}' in bucket '${state.bucket}'${state.endpoint ? ` at ${host(state.endpoint)}` : ''}`,
      ];
    case 'gcs':
      return [`object '${name}' in bucket '${state.bucket}' of Google Cloud`];
    case 'cos':
      return [`object '${name}' in bucket '${state.bucket}' of Tencent Cloud`];
    case 'oss':
      return [`object '${name}' in bucket '${state.bucket}' of Alibaba Cloud`];
    case 'http':
      return [`address ${name}`];
    case 'pg':
      return [`schema '${name}' of the database of PG_CONN_STR`];
    case 'kubernetes':
      return [
        `Secret 'tfstate-default-${name}' in namespace '${state.namespace}' of ${state.configContext ? `context '${state.configContext}'` : 'the current context'}`,
      ];
    case 'consul':
      return [`key '${name}' of Consul${state.address ? ` at ${host(state.address)}` : ''}`];
  }
}

/** Hosts are the same in any case. */
function host(name: string): string {
  return name.toLowerCase().replace(/\/$/, '');
}
