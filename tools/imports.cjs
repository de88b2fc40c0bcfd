'use strict';

/** The rooms of the house: each may import from those behind it, and from itself. */
const ROOMS = ['cli', 'rehearsal', 'access', 'app', 'lib'];

const folder = (...names) => `^(${names.join('|')})/`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...ROOMS.slice(1).map((room, i) => ({
      name: `${room}-imports-down`,
      comment: `Imports go down only: ${ROOMS.join(' → ')}. Move what is shared into the lower room.`,
      severity: 'error',
      from: { path: folder(room) },
      to: { path: folder(...ROOMS.slice(0, i + 1)) },
    })),
    {
      name: 'nothing-imports-tools',
      comment: 'tools/ and test/ are for maintainers, and are in no package.',
      severity: 'error',
      from: { path: folder(...ROOMS) },
      to: { path: folder('tools', 'test') },
    },
    {
      name: 'private-stays-private',
      comment: 'lib/private/ is for lib/ alone; what other rooms need as well goes into lib/shared/.',
      severity: 'error',
      from: { pathNot: folder('lib') },
      to: { path: '^lib/private/' },
    },
    {
      name: 'no-circles',
      comment: 'Files that import each other are one file in pieces: take out what both need.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    includeOnly: ['^main\\.ts$', folder(...ROOMS, 'tools', 'test')],
    exclude: { path: 'node_modules' },
    // Types are imports, too.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
