import { command } from '../command';
import { invocation } from '../invocation';

/** What runs is loaded when it runs: help and completion need none of it. */
const load = () => require('./run') as typeof import('./run');

export const moveToCdktn = command({
  does: 'moves a project with the library from cdktf to CDK Terrain',
  usage: [
    [invocation('move-to-cdktn'), 'says what would be changed in this folder, and changes nothing'],
    [invocation('move-to-cdktn', '--write'), 'changes it'],
  ],
  notes:
    'Changes package.json, the imports of JavaScript and TypeScript files, and the commands in pipelines, scripts and pages;\n' +
    'cdktf.json, addresses and states stay as they are.\n' +
    'What has been moved already is left alone.',
  options: {
    write: { does: 'change the files' },
  },
  run: (input) => load().run(process.cwd(), input.values.write),
});
