import { App } from 'cdktf';
import { AccessStack } from './access-stack';
import { ClusterStack } from './cluster-stack';
import { AksConfig } from './config';
import { IdentityStack } from './identity-stack';

/** The three stacks of the app, for the command line of cdktf and for whatever else reads what they hold. */
export function defineStacks(app: App, config: AksConfig): void {
  const identity = new IdentityStack(app, 'identity', config);
  const cluster = new ClusterStack(app, 'cluster', config, identity);
  new AccessStack(app, 'access', config, cluster);
}
