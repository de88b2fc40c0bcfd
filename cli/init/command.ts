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
    [
      invocation('init', 'my-cluster --location westeurope --admin alice@contoso.com --rehearse'),
      'the same without a question, installed and rehearsed',
    ],
    [invocation('init', 'my-cluster --framework cdktn'), 'the same with CDK Terrain in the place of cdktf'],
  ],
  notes:
    'The folder must be new or empty; a .git in it does not count. On a terminal, what the options leave open is asked, and at last\n' +
    'whether to install and rehearse; elsewhere nothing is asked. Nothing is installed or fetched unless you say so.',
  words: ['<folder>'],
  options: {
    name: {
      value: '<cluster>',
      does: 'name of the cluster and its resource group; default: after the folder',
    },
    location: { value: '<region>', does: 'Azure region; default: eastus' },
    admin: {
      value: '<who>',
      isRepeatable: true,
      does: 'who administers and deploys: a user principal name, or the object ID of a group; default: whoever deploys first',
    },
    rehearse: { does: 'then installs the project with npm and rehearses it' },
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
