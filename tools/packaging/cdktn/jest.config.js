const { maxWorkers, projects } = require('../../../jest.config.js');

const apart = projects.find(({ displayName }) => displayName === 'apart');

const MODULES = '<rootDir>/tools/packaging/cdktn/node_modules';

/**
 * The unit tests of the library with what the package for CDK Terrain is made of: `cdktn`, its bindings, and the one file that
 * differs.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  ...apart,
  maxWorkers,
  displayName: 'cdktn',
  rootDir: '../../..',
  roots: ['<rootDir>/test/lib'],
  testMatch: ['**/*.test.ts'],
  // Props of wrong kinds, in every place of every function, are refused before anything is bound; it takes as long as all others.
  testPathIgnorePatterns: ['/substitutions\\.test\\.ts$'],
  setupFiles: ['<rootDir>/tools/packaging/cdktn/jest.setup.js'],
  moduleNameMapper: {
    '^cdktf$': `${MODULES}/cdktn`,
    '^cdktf/(.*)$': `${MODULES}/cdktn/$1`,
    '^constructs$': `${MODULES}/constructs`,
    '^@cdktf/(provider-.*)$': `${MODULES}/@cdktn/$1`,
    '^@cdktn/(provider-.*)$': `${MODULES}/@cdktn/$1`,
    '^(.*/private|\\.)/bindings$': '$1/bindings.cdktn',
  },
};
