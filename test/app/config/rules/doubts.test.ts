import { synthesizedApp } from '../../../../access/configured/synthesized-app';
import { MINIMAL, writeConfig } from '../config-file';

/** The warnings of the app that are about a likely slip, from the name of the file on. */
function doubts(content: string): string[] {
  const { warnings } = synthesizedApp(writeConfig(content));
  return warnings
    .filter((text) => /\[unknown-[a-z-]+\]/.test(text))
    .map((text) => text.replace(/^.*?(?=aks\.yaml)/, ''));
}

const located = (name: string): string => MINIMAL.replace('eastus', name);
const granting = (role: string, more = ''): string =>
  `${MINIMAL}${more}access:\n  - { clusterRole: ${role}, namespace: shop, groups: [894656e1-39f8-4bfe-b16a-510f61af6f41] }\n`;

const DEPLOYER = 'roles:\n  - { name: deployer, rules: [{ resources: [services], verbs: [get] }] }\n';
const ROLE_OF_SHOP = DEPLOYER.replace('name:', 'namespace: shop, name:');
const SHOP = 'namespaces: [{ name: shop }]\n';
const grantingRole = (role: string, more = '', namespace = 'shop'): string =>
  `${MINIMAL}${more}access:\n  - { role: ${role}, namespace: ${namespace}, groups: [894656e1-39f8-4bfe-b16a-510f61af6f41] }\n`;

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
  ...['edti', 'veiw', 'amdin', 'eidt'].map((role): [string, RegExp] => [
    granting(role),
    new RegExp(`there is no ClusterRole '${role}' .*did you mean '(edit|view|admin)'`),
  ]),
  [granting('Deployer', DEPLOYER), /there is no ClusterRole 'Deployer' .*did you mean 'deployer'\?/],
  [granting('deploier', DEPLOYER), /did you mean 'deployer'\?/],
  [
    granting('deployer', ROLE_OF_SHOP),
    /^aks\.yaml:\d+:20 access\[0\]\.clusterRole: 'deployer' is a role of namespace 'shop' here, .*: use 'role: deployer' with 'namespace: shop'/,
  ],
  [
    grantingRole('edit'),
    /^aks\.yaml:9:13 access\[0\]\.role: 'edit' is a ClusterRole, .*: use 'clusterRole: edit' \(at 'access'\) \[unknown-role\]/,
  ],
  [grantingRole('deployer', DEPLOYER), /'deployer' is a ClusterRole, .*: use 'clusterRole: deployer'/],
  [
    grantingRole('deployer', ROLE_OF_SHOP, 'bank'),
    /'deployer' is defined in namespace 'shop' here, and not in 'bank', .*: define it there, too, or as a cluster role/,
  ],
  [
    grantingRole('Deployer', ROLE_OF_SHOP),
    /there is no role 'Deployer' in namespace 'shop' .*did you mean 'deployer'\?/,
  ],
  [
    `${MINIMAL}${SHOP}azureRoles: [{ role: ClusterUser, groups: [x] }, { role: RbacReader, namespaces: [kube-system, shpo], groups: [x] }]\n`,
    /azureRoles\[1\]\.namespaces\[1\]: there is no namespace 'shpo' under 'namespaces', .*did you mean 'shop'\?/,
  ],
  [
    `${MINIMAL}${SHOP}access: [{ clusterRole: view, namespace: shpo, groups: [x] }]\n`,
    /^aks\.yaml:9:42 access\[0\]\.namespace: there is no namespace 'shpo' under 'namespaces'/,
  ],
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
  ['a cluster role of the configuration', granting('deployer', DEPLOYER)],
  ['one of several in a series', granting('deployer-2', DEPLOYER.replace('deployer', 'deployer-1'))],
  ['a role of its namespace', grantingRole('deployer', ROLE_OF_SHOP)],
  ['a role of somebody else in a namespace', grantingRole('leader-election')],
  ['a binding that is taken over', granting('veiw, name: x, import: true')],
  [
    'a namespace of somebody else',
    `${SHOP}${granting('view')}`.replace('namespace: shop,', 'namespace: bank,'),
  ],
  [
    'the next namespace of a series',
    `${SHOP.replace('shop', 'team-a')}${granting('view')}`.replace('namespace: shop', 'namespace: team-b'),
  ],
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
