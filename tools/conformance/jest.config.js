const { projects } = require('../../jest.config.js');

const shared = projects.find(({ displayName }) => displayName === 'shared');

/**
 * The tests that ask a real API server.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  ...shared,
  rootDir: '../..',
  maxWorkers: '100%',
  testMatch: ['<rootDir>/test/tools/conformance/with-api-server/*.test.ts'],
};
