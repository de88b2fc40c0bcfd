const config = require('../../../jest.config.js');

const MODULES = '<rootDir>/tools/packaging/cdktn/node_modules';

/**
 * The unit tests of the library with CDK Terrain in the place of cdktf, for the library, the providers and the tests, and with
 * its own package of azurerm.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  ...config,
  rootDir: '../../..',
  roots: ['<rootDir>/test/lib'],
  setupFiles: ['<rootDir>/tools/packaging/cdktn/jest.setup.js'],
  moduleNameMapper: {
    '^(cdktf|cdktn)$': `${MODULES}/cdktn`,
    '^cdktf/(.*)$': `${MODULES}/cdktn/$1`,
    '^constructs$': `${MODULES}/constructs`,
    '^@cdktf/provider-azurerm/(.*)$': `${MODULES}/@cdktn/provider-azurerm/$1`,
  },
};
