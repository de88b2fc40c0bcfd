import { App } from 'cdktf';
import { AccessStack } from './stacks/access-stack';
import { ClusterStack } from './stacks/cluster-stack';
import { loadConfig } from './stacks/config';
import { IdentityStack } from './stacks/identity-stack';
import { orExplain } from './stacks/problems';

orExplain(() => {
  const config = loadConfig();
  const app = new App({ context: { 'cdktf-aks-aad:silence': [...config.silence] } });

  const identity = new IdentityStack(app, 'identity', config);
  const cluster = new ClusterStack(app, 'cluster', config, identity);
  new AccessStack(app, 'access', config, cluster);

  app.synth();
});
