import { App, Testing } from 'cdktf';
import { AccessStack } from '../../../app/stacks/access-stack';
import { ClusterStack } from '../../../app/stacks/cluster-stack';
import { IdentityStack } from '../../../app/stacks/identity-stack';
import { load, MINIMAL } from '../config/config-file';

export type Block = Record<string, unknown>;

export interface Synthesized {
  readonly resource?: Record<string, Record<string, Block>>;
  readonly data?: Record<string, Record<string, Block>>;
  readonly provider: Record<string, unknown>;
}

export function define(sections: string): AccessStack {
  const config = load(MINIMAL + sections);
  const app: App = Testing.app();
  const identity = new IdentityStack(app, 'identity', config);
  return new AccessStack(app, 'access', config, new ClusterStack(app, 'cluster', config, identity));
}

export function synth(sections: string): Synthesized {
  return JSON.parse(Testing.synth(define(sections), true)) as Synthesized;
}

export function all(synthesized: Synthesized, type: string): Block[] {
  return Object.values(synthesized.resource?.[type] ?? {});
}
