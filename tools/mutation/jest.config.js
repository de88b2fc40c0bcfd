const { projects } = require('../../jest.config.js');

const config = projects.find(({ displayName }) => displayName === 'apart');

/** The tests of what is mutated, without the longest: each runs once for every mutant that it covers. */
module.exports = {
  ...config,
  rootDir: process.cwd(),
  maxWorkers: 1,
  testMatch: [
    '<rootDir>/test/access/eligible.test.ts',
    '<rootDir>/test/access/{rbac,report,ways,diff}/**/*.test.ts',
    '<rootDir>/test/app/config/**/*.test.ts',
    '<rootDir>/test/lib/rbac-*.test.ts',
    '<rootDir>/test/lib/private/*.test.ts',
  ],
  testPathIgnorePatterns: [
    // Compares generated files with what is committed, which is not what is mutated.
    'test/app/config/schema/schema.test.ts',
    // Its parsers are ES modules, which only the tests that share a process can load.
    'test/access/report/markdown-text.test.ts',
  ],
};
