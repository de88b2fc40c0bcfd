import { command } from '../command';
import { invocation, silentInvocation } from '../invocation';
import { SHARED } from '../shared-options';

/** What runs is loaded when it runs: help and completion need none of it. */
const load = () => require('./run') as typeof import('./run');

export const access = command({
  does: 'says who may do what, and who gains and loses what',
  usage: [
    [invocation('access'), 'writes access.md, access.html and access.json'],
    [silentInvocation('access', '--format markdown'), 'prints one of them'],
    [
      silentInvocation('access', '--against <revision or file>'),
      'prints who has gained and lost what since then; exit code 2 when somebody gets a way to the top',
    ],
    [
      silentInvocation('access', '--check'),
      'holds access against the rules of the configuration; exit code 1 when one is broken or can never fail, 2 when one cannot be told',
    ],
    [
      silentInvocation('access', '--revoke <account>'),
      'prints all that somebody holds, and how they are cut off, step by step; nothing is changed; exit code 2 when nobody is called so',
    ],
    [
      silentInvocation('access', '--for <account>'),
      'prints a card: what somebody may do where, how they sign in, command by command, what they may ask for, and whom; exit code 2 when nobody is called so',
    ],
    [
      invocation('access', '--live'),
      'prints how the cluster of the kubeconfig differs: shadow grants, what is missing, ways to the top; exit code 2 when somebody is cluster administrator whom nobody declared, 3 for any other difference',
    ],
    [
      `kubectl get clusterroles,roles,clusterrolebindings,rolebindings,namespaces -A -o json --show-managed-fields | ${silentInvocation('access', '--live')}`,
      'the same, from what kubectl prints',
    ],
    [
      silentInvocation('access', '--used <audit log>…'),
      'prints which grants were used in kube-audit events, which never, and smaller roles that would have been enough',
    ],
  ],
  notes:
    'Without --live it takes the configuration alone: no cluster, no Terraform, no credentials. --live reads roles, bindings, namespaces and service accounts, and changes nothing.',
  words: ['[<file>…]'],
  options: {
    config: SHARED.config,
    cluster: { ...SHARED.cluster, does: `${SHARED.cluster.does}; default: each, in a folder of its own` },
    tenant: SHARED.tenant,
    strict: { does: 'refuses whoever is not in the tenant file, with file and line; needs such a file' },
    output: { ...SHARED.output, does: `${SHARED.output.does}; default: access-report` },
    format: {
      value: '<form>',
      choices: ['markdown', 'html', 'json', 'text', 'sarif', 'junit'],
      does: 'prints one form of the report; with --check, where text is the default, all but html; with --for text, markdown or html',
    },
    against: { value: '<revision or file>', does: 'what to compare with, such as main, HEAD~1 or old.yaml' },
    check: { does: "holds access against 'rules' of the configuration" },
    revoke: { value: '<account>', does: 'says what somebody holds and how to cut them off' },
    for: { value: '<account>', does: 'prints a card for a user or a service principal' },
    live: { does: 'compares with what a cluster has: of the kubeconfig, in files or on standard input' },
    used: {
      value: '<file>',
      isRepeatable: true,
      does: 'reads kube-audit events, - for standard input: JSON lines of Azure or of the API server, also with gzip',
    },
    kubeconfig: {
      value: '<file>',
      does: 'with --live: the kubeconfig; default: KUBECONFIG, else ~/.kube/config; with --for: writes one there, but over no other',
    },
    context: { value: '<name>', does: 'with --live: a context of it; default: the current one' },
    names: { does: "with --live: asks Microsoft Graph, as 'az login' signed in, whose the object IDs are" },
  },
  failsWith: (args) => (args.includes('--check') ? 2 : undefined),
  run: (input) => load().run(input.values, input.words),
});
