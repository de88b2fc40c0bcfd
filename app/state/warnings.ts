import { TerraformStack } from 'cdktf';
import { warn } from '../../lib/shared/warn';
import { SharedConfig } from '../config';
import { StateConfig } from './name';

/** A service on the machine itself, whose traffic nobody else sees. */
const LOOPBACK = /^(localhost|127\.[0-9.]+|\[::1\])(:|$)/i;

/** Names by which people call what their customers use. */
const PRODUCTION = /(^|-)(prod|prd|production|live)($|-)/;

/** Warns, once for all stacks, of state that is kept in a way that is legal and a risk. */
export function warnOfState(stack: TerraformStack, { state, environment, protect }: SharedConfig): void {
  if ('lock' in state && !state.lock) {
    warn(stack, 'unlocked-state', "states are not locked: remove 'lock: false' from 'state'");
  }
  if ('encrypt' in state && !state.encrypt) {
    warn(stack, 'unencrypted-state', "states are not encrypted: remove 'encrypt: false' from 'state'");
  }

  const host = plainHttpHost(state);
  if (host !== undefined && !LOOPBACK.test(host)) {
    warn(stack, 'state-without-tls', `states go to and from '${host}' in clear text: use https`);
  }
  if (state.backend === 'local' && (protect || PRODUCTION.test(environment ?? ''))) {
    const what = protect ? "what 'protect' is for" : `environment '${environment}'`;
    warn(
      stack,
      'local-state-of-production',
      `the state of ${what} is kept in local files: choose another 'state'`,
    );
  }
}

function plainHttpHost(state: StateConfig): string | undefined {
  switch (state.backend) {
    case 'http':
      return httpHost(state.address);
    case 's3':
      return httpHost(state.endpoint) ?? httpHost(state.stsEndpoint) ?? httpHost(state.dynamodbEndpoint);
    case 'oss':
      return httpHost(state.tablestoreEndpoint);
    case 'consul':
      return state.scheme === 'http' ? (state.address ?? 'Consul') : undefined;
    default:
      return undefined;
  }
}

function httpHost(url = ''): string | undefined {
  return /^http:\/\/([^/]*)/.exec(url)?.[1];
}
