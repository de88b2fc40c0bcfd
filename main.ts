import { App } from 'cdktf';
import { loadConfig } from './stacks/config';
import { defineStacks } from './stacks/define-stacks';
import { orExplain } from './stacks/problems';

orExplain(() => {
  const config = loadConfig();
  const app = new App();

  defineStacks(app, config);
  app.synth();
});
