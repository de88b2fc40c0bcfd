import { command } from '../command';
import { invocation } from '../invocation';
import { SHARED } from '../shared-options';
import { FAULT_KINDS } from '../../rehearsal/protocol/faults';

/** What runs is loaded when it runs: help and completion need none of it. */
const load = () => require('./run') as typeof import('./run');

const WHERE = {
  config: {
    ...SHARED.config,
    does: `${SHARED.config.does}, else the app is rehearsed as it is`,
  },
  tenant: {
    ...SHARED.tenant,
    does: `${SHARED.tenant.does}; else a small company called Contoso, in which whoever else is named is taken to exist`,
  },
  strict: SHARED.strict,
} as const;

const FAULT = {
  value: '<kind>:<type>',
  isRepeatable: true,
  does: `lets the first creation of a resource type go wrong; kinds: ${FAULT_KINDS.join(', ')}`,
} as const;

const canI = command({
  does: 'whether an account may, and by which binding; exit code 0 yes, 1 no, 2 no answer',
  usage: [[invocation('rehearse', 'can-i alice@contoso.com delete pods -n shop'), 'yes or no, and why']],
  notes:
    '<resource> is as kubectl takes it: pods, deployments.apps, pods/log, pods/web-1, or a path such as /healthz.',
  words: ['<account>', '<verb>', '<resource>', '[<name>]'],
  failsWith: 2,
  answersNo: true,
  options: {
    ...WHERE,
    cluster: { ...SHARED.cluster, does: `${SHARED.cluster.does}; default: yes is yes in each` },
    namespace: { value: '<namespace>', short: 'n', does: 'the namespace; default: default' },
    'all-namespaces': { short: 'A', does: 'in all namespaces' },
    activated: { does: 'as if the account had activated all that it is eligible for' },
    subresource: { value: '<name>', does: 'a subresource, such as log or scale' },
  },
  run: (input) => load().tellCanI(input.words, input.values),
});

const access = command({
  does: 'who can do what, once more',
  usage: [[invocation('rehearse', 'access'), 'the table of the last rehearsal']],
  options: WHERE,
  run: (input) => load().tellAccess(input.values),
});

export const rehearse = command({
  does: 'deploys with real Terraform to stand-ins for Azure AD, Azure and Kubernetes',
  usage: [
    [invocation('rehearse'), 'deploys, plans again, says who can do what'],
    [
      invocation('rehearse', 'can-i <account> <verb> <resource> [-n <namespace>]'),
      'whether an account may, and by which binding',
    ],
    [invocation('rehearse', 'access'), 'who can do what, once more'],
    [invocation('rehearse', '-- <command>'), 'any command, attached to the stand-ins'],
  ],
  notes: 'What is rehearsed is the app of cdktf.json in this folder.',
  takesRest: 'command',
  options: {
    ...WHERE,
    fresh: { does: 'forgets earlier rehearsals of this configuration' },
    destroy: { does: 'destroys everything afterwards, and the folder under .rehearsal with it' },
    keep: { does: 'with --destroy: keeps the folder' },
    backend: {
      does: 'keeps state in the configured backend, started on this machine (http, pg, azurerm or hcp), and forgets everything afterwards',
    },
    'allow-replace': {
      value: '<name>',
      isRepeatable: true,
      does: "lets a cluster be destroyed or replaced, 'cluster' for all of them",
    },
    fault: FAULT,
    'install-terraform': SHARED['install-terraform'],
    'as-deployer': {
      value: '<name>',
      does: "plays this account alone: a user principal name, or a service principal's name; default: each of 'deployers' of the configuration, else the deployer of the tenant",
    },
  },
  subcommands: { 'can-i': canI, access },
  run: (input) => {
    const { run, runAttached } = load();
    return input.rest ? runAttached(input.rest, input.values) : run(input.values);
  },
});
