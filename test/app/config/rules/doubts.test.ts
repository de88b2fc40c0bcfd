import { synthesizedApp } from '../../../../access/configured/synthesized-app';
import { MINIMAL, writeConfig } from '../config-file';

/** The warnings of the app that are about a likely slip, from the name of the file on. */
function doubts(content: string): string[] {
  const { warnings } = synthesizedApp(writeConfig(content));
  return warnings
    .filter((text) => /\[unknown-(location|cluster-role|state-region)\]/.test(text))
    .map((text) => text.replace(/^.*?(?=aks\.yaml)/, ''));
}

const located = (name: string): string => MINIMAL.replace('eastus', name);
const granting = (role: string, more = ''): string =>
  `${MINIMAL}${more}access:\n  - { clusterRole: ${role}, namespace: shop, groups: [894656e1-39f8-4bfe-b16a-510f61af6f41] }\n`;

test.each([
  [
    located('West Europ'),
    /^aks\.yaml:7:13 cluster\.location: 'West Europ' is not an Azure region: did you mean 'westeurope'\?/,
  ],
  [located('eastu'), /did you mean 'eastus'\?/],
  [
    granting('editor'),
    /^aks\.yaml:9:20 access\[0\]\.clusterRole: there is no ClusterRole 'editor' in a new cluster.*did you mean 'edit'\?/,
  ],
  [granting('Viewer'), /did you mean 'view'\?/],
  [granting('clusteradmin'), /did you mean 'cluster-admin'\?/],
  [
    `${MINIMAL}state: { backend: s3, bucket: state, region: us-east-9 }\n`,
    /^aks\.yaml:8:46 state\.region: 'us-east-9' is no AWS region that is known here/,
  ],
])('a likely slip is warned about, with its place', (content, warning) => {
  expect(doubts(content)).toEqual([expect.stringMatching(warning)]);
});

test.each([
  ['a region as people write it', located('West Europe')],
  ['a region that is new', located('atlantisnorth')],
  ['a region of AWS', `${MINIMAL}state: { backend: s3, bucket: state, region: ap-southeast-6 }\n`],
  ['a role of somebody else', granting('argocd-application-controller')],
  ['a role of every cluster', granting('edit')],
  [
    'a role of the configuration',
    granting('editor', 'roles:\n  - { name: editor, rules: [{ resources: [pods], verbs: [get] }] }\n'),
  ],
  ['what is silenced', granting('editor', 'silence: [unknown-cluster-role]\n')],
])('%s is not', (_what, content) => {
  expect(doubts(content)).toEqual([]);
});
