const { maxWorkers, projects } = require('../../jest.config.js');

const shared = projects.find(({ displayName }) => displayName === 'shared');

/**
 * The tests that ask a real API server.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  ...shared,
  rootDir: '../..',
  maxWorkers,
  testMatch: ['<rootDir>/test/tools/conformance/with-api-server/*.test.ts'],
};
