/**
 * How aks.yaml is read, in this order:
 *
 * 1. `source.ts` reads a file and `node.ts` keeps where each key stands;
 * 2. `layers.ts` lays it over what it extends, and `placeholders.ts` fills in `{environment}`;
 * 3. `cluster-views.ts` makes of a fleet one configuration for each cluster;
 * 4. `schema/` checks the form of every key and fills in defaults;
 * 5. `rules/` checks what several keys must agree on;
 * 6. `problems/` tells what is wrong, with file, line and column;
 * 7. `load-config.ts` does all this and returns the configuration.
 */
export * from './config-path';
export * from './load-config';
