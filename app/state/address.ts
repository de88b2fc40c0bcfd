import { resolve } from 'node:path';
import { isOfAws } from '../config/rules/aws-regions';
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
      const at = `of organization '${state.organization}' at ${server(state.hostname ?? 'app.terraform.io')}`;
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
        `object '${name}' in bucket '${state.bucket}'${state.endpoint && !isOfAws(state.endpoint) ? ` at ${withoutSlash(url(state.endpoint))}` : ''}`,
      ];
    case 'gcs':
      return [`object '${name}' in bucket '${state.bucket}' of Google Cloud`];
    case 'cos':
      return [`object '${name}' in bucket '${state.bucket}' of Tencent Cloud`];
    case 'oss':
      return [`object '${name}' in bucket '${state.bucket}' of Alibaba Cloud`];
    case 'http':
      return [`address ${url(name)}`];
    case 'pg':
      return [`schema '${name}' of the database of PG_CONN_STR`];
    case 'kubernetes':
      return [
        `Secret 'tfstate-default-${name}' in namespace '${state.namespace}' of ${state.configContext ? `context '${state.configContext}'` : 'the current context'}`,
      ];
    case 'consul':
      return [
        `key '${name}' of ${state.datacenter ? `datacenter '${state.datacenter}' of ` : ''}Consul${state.address ? ` at ${server(state.address)}` : ''}`,
      ];
  }
}

/** A host and its port: the same in any case, and with the port that is meant anyhow. */
function server(name: string): string {
  return withoutSlash(url(`https://${name}`)).replace('https://', '');
}

function url(text: string): string {
  return URL.canParse(text) ? new URL(text).href : text;
}

function withoutSlash(text: string): string {
  return text.replace(/\/$/, '');
}
