/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  maxWorkers: '100%',
  roots: ['<rootDir>/test'],
  // As examples name it.
  moduleNameMapper: { '^cdktf-aks-aad$': '<rootDir>/lib' },
  // Types are checked by `npm run typecheck`; here they are only stripped.
  transform: { '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }] },
};
