import { command } from '../command';
import { FRAMEWORKS } from '../frameworks';
import { invocation } from '../invocation';

/** What runs is loaded when it runs: help and completion need none of it. */
const load = () => require('./run') as typeof import('./run');

export const init = command({
  does: 'makes a new project in a folder',
  usage: [
    [
      invocation('init', 'my-cluster'),
      'an AKS cluster with Azure AD sign-in, ready to be rehearsed and deployed',
    ],
    [invocation('init', 'my-cluster --framework cdktn'), 'the same with CDK Terrain in the place of cdktf'],
  ],
  notes:
    'The folder must be new or empty; a .git in it does not count. Nothing is installed and nothing is fetched.',
  words: ['<folder>'],
  options: {
    framework: {
      value: '<framework>',
      choices: FRAMEWORKS,
      does: 'cdktf, or cdktn (CDK Terrain), which continues it; default: what this package is for',
    },
    packages: {
      value: '<folder>',
      does: 'take the library and the package of the commands from the tarballs in there, not from the registry',
    },
    devcontainer: {
      does: 'adds .devcontainer: Node.js, Terraform, the Azure CLI, kubectl and kubelogin in a container',
    },
  },
  run: (input) => load().run(input.words[0]!, input.values),
});
