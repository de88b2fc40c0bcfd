'use strict';

/*
 * `node -r ./cli/typescript.cjs` runs TypeScript as `node -r tsx/cjs` does, and leaves the files of packages to Node.js. tsx
 * parses each of them to see whether it has to be translated, which none has: a fifth of the time until main.ts has run.
 */
const Module = require('node:module');

const own = Module._extensions['.js'];
require('tsx/cjs');
const translated = Module._extensions['.js'];

Module._extensions['.js'] = (module, file) =>
  (/[\\/]node_modules[\\/]/.test(file) ? own : translated)(module, file);
