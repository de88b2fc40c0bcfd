const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/**
 * What a test file says that cannot share a process with others: it replaces modules, or adds matchers to jest. All others use
 * what earlier ones have loaded, which takes a third of the time.
 */
const IS_APART = /jest\.(mock|doMock|resetModules|isolateModules)\b|access\/testing\/jest'/;

const TESTS = join(__dirname, 'test');
const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => join(TESTS, name))
  // What needs a real API server takes as long as half of all others: npm run api-server:test.
  .filter((file) => !file.includes('with-api-server'));
const isApart = (file) => IS_APART.test(readFileSync(file, 'utf8'));

const common = {
  roots: ['<rootDir>/test'],
  // As examples name it.
  moduleNameMapper: { '^cdktf-aks-aad$': '<rootDir>/lib' },
};

/** @type {import('jest').Config} */
module.exports = {
  maxWorkers: '100%',
  projects: [
    {
      ...common,
      displayName: 'shared',
      runner: '<rootDir>/test/shared-runner.mjs',
      // Node.js itself loads the files, and tsx strips the types.
      setupFiles: ['tsx'],
      setupFilesAfterEnv: [
        '<rootDir>/test/time-limit.mjs',
        '<rootDir>/test/restored-mocks.mjs',
        '<rootDir>/test/without-stack-traces.mjs',
      ],
      transform: {},
      testMatch: files.filter((file) => !isApart(file)),
    },
    {
      ...common,
      displayName: 'apart',
      testEnvironment: 'node',
      // As test/time-limit.mjs has it for the others.
      testTimeout: 300_000,
      // Types are checked by `npm run lint`; here they are only stripped.
      transform: { '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }] },
      testMatch: files.filter(isApart),
    },
  ],
};
