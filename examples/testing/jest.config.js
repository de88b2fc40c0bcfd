/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // In a project of your own: ['@swc/jest'] or 'ts-jest', whatever strips the types.
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }],
  },
  // Stands for the installed packages, and is left out where they are.
  moduleNameMapper: {
    '^cdktf-aks-aad$': '<rootDir>/../../lib',
    '^cdktf-aks-aad-app/jest$': '<rootDir>/../../access/testing/jest',
  },
};
