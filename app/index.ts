/** The app behind aks.yaml, for a main.ts of your own. */
export type { AksConfig } from './config';
export { ConfigError, configPath, loadConfig } from './config';
export { defineStacks } from './stacks/define-stacks';
export { orExplain } from './or-explain';
