/** The app behind aks.yaml, for a main.ts of one's own. */
export type { AksConfig } from '../stacks/config';
export { ConfigError, configPath, loadConfig } from '../stacks/config';
export { defineStacks } from '../stacks/define-stacks';
export { orExplain } from '../stacks/problems';
