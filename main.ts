import { App } from 'cdktf';
import { defineStacks, loadConfig, orExplain } from './app';

orExplain(() => {
  const config = loadConfig();
  const app = new App();

  defineStacks(app, config);
  app.synth();
});
