import { GROUP, MINIMAL } from '../config-file';
import { testForms } from './forms';

const inCluster = (line: string): string => `${MINIMAL}  ${line}\n`;
const inPool = (keys: string): string => inCluster(`defaultNodePool: { ${keys} }`);
const inAccess = (keys: string): string => `${MINIMAL}access: [{ clusterRole: view, ${keys} }]\n`;
const x = (length: number): string => 'x'.repeat(length);

const WINDOW = 'type: weekly, day: Monday, durationHours: 4';
const LABEL = 'use 1 to 63 letters, digits, hyphens, underscores and periods';

testForms([
  [
    MINIMAL.replace('myAKSCluster', '%'),
    'use 1 to 63 letters, digits, hyphens and underscores',
    ['a', 'a_-b', x(63)],
    ['', '-a', 'a-', 'a.b', x(64)],
  ],
  [
    MINIMAL.replace('myResourceGroup', '%'),
    'use 1 to 90 letters, digits, hyphens, underscores, periods and parentheses',
    ['a', 'a.b(c)', '-', x(40)],
    ['', 'a.', 'a b', 'a/b', x(91)],
  ],
  [
    MINIMAL.replace('eastus', '%'),
    'use an Azure region',
    ['eastus', 'East US 2'],
    ['', ' eastus', '2e', 'e-us'],
  ],
  [
    inCluster('nodeResourceGroup: %'),
    'use 1 to 80 letters, digits, underscores',
    ['a', 'a.b(c)', x(80)],
    ['', 'a.', 'a b', x(81)],
  ],
  [
    inCluster('apiServer: { dnsPrefix: % }'),
    'use 1 to 54 letters',
    ['a', 'a-b', x(54)],
    ['', '-a', 'a-', 'a_b', x(55)],
  ],
  [
    inCluster('kubernetesVersion: %'),
    'use a minor or patch version',
    ['1.33', '1.33.12', '1.33.0'],
    ['', '1', '1.05', '1.33.05', '2.1', '1.333', '1.33.1234', 'x1.33', '1.33x', 'xv1.33', 'v1.33x'],
  ],
  [inCluster('kubernetesVersion: %'), 'use "1.33", without the \'v\'', ['1.33'], ['v1.33']],
  [
    inPool('name: %'),
    'use 1 to 12 lowercase letters and digits',
    ['a', 'a1', x(12)],
    ['', '1a', 'A', 'a-b', x(13)],
  ],
  [
    inPool('vmSize: %'),
    'use a VM size',
    ['Standard_D4ds_v5', 'Standard_NC24-12s'],
    ['D4s', 'Standard_', 'Standard_D 4', ' Standard_D4', '_D4', 'Standard_D4 '],
  ],
  [
    inCluster('nodeAccess: { sshPublicKey: % }'),
    'use the one line of a public key file',
    [],
    ['ssh-dss AAAA', 'ssh-rsa', 'ssh-rsa !!!', 'x ssh-rsa AAAA', 'ssh-rsa AAAA=x'],
  ],
  [
    inCluster('nodeAccess: { sshPublicKey: ssh-rsa AAAA, adminUsername: % }'),
    'use 1 to 32 letters, digits, underscores and hyphens',
    ['ops', 'o_1-a', x(32)],
    ['', '1a', '_a', '-a', 'a b', x(33)],
  ],
  [inCluster('tags: { team: % }'), 'use at most 256 characters', ['', 'a\nb', x(256)], [x(257)]],
  [
    inCluster('tags: { %: web }'),
    'the name is not valid: use at most 512 characters',
    ['cost center', x(512)],
    ['', 'a/b', 'a?b', 'a%b', 'a&b', 'a\\b', '<a', 'a>', x(513)],
  ],
  [
    inCluster('apiServer: { authorizedIpRanges: [%] }'),
    'use an IPv4 range',
    ['203.0.113.0/24', '0.0.0.0/0', '10.99.199.249/32', '255.255.255.255/9'],
    ['203.0.113/24', '256.0.0.0/8', '10.0.0.0/33', '10.0.0.0/', 'x10.0.0.0/8', '10.0.0.0/8x', '01.0.0.0/8'],
  ],
  [
    inCluster('network: { serviceCidr: 10.0.0.0/16, dnsServiceIp: % }'),
    'use an IPv4 address',
    ['10.0.0.10'],
    ['', '10.0.0', '10.0.0.256', '10.0.0.10.1', 'x10.0.0.10', '10.0.0.10x'],
  ],
  [
    inCluster(`upgrades: { window: { ${WINDOW}, startTime: % } }`),
    'use a time of day',
    ['00:00', '19:30', '23:59'],
    ['24:00', '2:00', '02:60', '02:000', 'x02:00', '30:00'],
  ],
  [
    inCluster(`upgrades: { window: { ${WINDOW}, startTime: "02:00", utcOffset: % } }`),
    'use an offset from UTC',
    ['+00:00', '-09:30', '+14:00'],
    ['+15:00', '01:00', '+1:00', '+01:60', '+01:000', 'x+01:00'],
  ],
  [
    inCluster('workloadIdentities: [{ namespace: shop, serviceAccount: % }]'),
    'use 1 to 253 lowercase letters',
    ['a', 'a.b-c', x(253)],
    ['', 'A', '-a', 'a-', 'a_b', 'a..b', 'a.-b', 'a-.b', x(254)],
  ],
  [
    inCluster('workloadIdentities: [{ namespace: shop, serviceAccount: web, identityName: % }]'),
    'use 3 to 128 letters',
    ['abc', 'A_-', x(128)],
    ['ab', '-abc', 'a.bc', x(129)],
  ],
  [
    inCluster('monitoring: { logCategories: [%] }'),
    'use a category of logs',
    ['guard', 'kube-audit'],
    ['', 'Guard', '-guard', 'kube_audit', 'guard1'],
  ],
  [
    inPool('kubelet: { cpuCfsQuotaPeriod: % }'),
    'use a time from 1ms to 1s, such as 100ms',
    ['1ms', '100ms', '1000ms', '1s', '1000us', '1000000us'],
    ['100', 'ms', '100m', '1.5s', 'x1s', '1sx', '0ms', '1001ms', '2s', '999us', '1000001us'],
  ],
  [
    inPool('kubelet: { allowedUnsafeSysctls: [%] }'),
    'use the name of a kernel setting, or how names begin and a *',
    ['net.core.*', 'net.core*', 'net.*', 'kernel.msgmax', 'kernel.msg*', 'kernel.shm*', 'net/core/*'],
    ['', 'net.*.x', 'net..x', 'Net.x', 'x y', 'net.a-'],
  ],
  [
    inPool('kubelet: { allowedUnsafeSysctls: [%] }'),
    'is a setting of the whole node, and the kubelet refuses to start when it is allowed',
    ['kernel.sem', 'kernel.shm_rmid_forced', 'fs.mqueue.*'],
    ['*', 'kernel.*', 'vm.max_map_count', 'fs.file-max', 'netx.y', 'a-b'],
  ],
  [
    inPool('linuxOs: { sysctls: { net.ipv4.ip_local_port_range: % } }'),
    'use a whole number',
    ['32768 60999'],
    ['x', '-1', '1 2 3', '1-2', 'x1', '1x'],
  ],
  [
    MINIMAL.replace('azureRbac: true', 'adminGroup: { displayName: % }'),
    'use 1 to 256 characters',
    ['Ops', x(256)],
    ['', ' ', x(257)],
  ],
  [
    MINIMAL.replace('azureRbac: true', 'adminGroup: { displayName: a, description: % }'),
    'use a text that is not blank',
    ['a'],
    ['', ' '],
  ],
  [
    MINIMAL.replace('azureRbac: true', 'adminGroupObjectIds: [%]'),
    "use the object ID (az ad group show --group 'Ops team' --query id --output tsv)",
    [GROUP],
    ['Ops team'],
  ],
  [
    `environment: %\n${MINIMAL}`,
    'use 1 to 32 lowercase letters',
    ['a', 'a-1', x(32)],
    ['', 'A', '-a', 'a-', 'a_b', x(33)],
  ],
  [
    `${MINIMAL}namespaces: [{ name: % }]\n`,
    'use 1 to 63 lowercase letters',
    ['a', 'a-1', x(63)],
    ['', 'A', '-a', 'a-', 'a.b', x(64)],
  ],
  [
    `${MINIMAL}namespaces: [{ name: shop, labels: { %: a } }]\n`,
    LABEL,
    ['team', 'a_.-B', 'contoso.com/team', 'a/b', x(63)],
    [
      '',
      '-team',
      'team-',
      '/team',
      'contoso.com/',
      'Contoso.com/team',
      '-a/b',
      'a-/b',
      'a b',
      'a/b/c',
      x(64),
    ],
  ],
  [
    `${MINIMAL}namespaces: [{ name: shop, labels: { team: % } }]\n`,
    'use up to 63 letters',
    ['', 'a', 'A_.-b', x(63)],
    ['-a', 'a-', 'a b', 'a/b', x(64)],
  ],
  [
    inAccess('groups: [ops], name: %'),
    'use at least one character',
    ['a', 'a:b c', '...', '.a'],
    ['', '.', '..', 'a/b', 'a%b'],
  ],
  [
    inAccess('guests: [%]'),
    'use the mail address that was invited',
    [GROUP, 'carol@fabrikam.com'],
    ['', 'carol', 'carol@fabrikam', '@fabrikam.com', 'c d@fabrikam.com', 'a@b@c.de', 'a/b@c.de', `x${GROUP}`],
  ],
  [
    inAccess('groups: [%]'),
    'use the display name or the object ID of a group',
    ['Ops', GROUP, x(256)],
    ['', ' ', '/a', x(257)],
  ],
  [inAccess('groups: [%]'), `use '${GROUP}', without the path`, [GROUP, `x/${GROUP}`], [`/groups/${GROUP}`]],
  [inAccess('groups: [%]'), "list it under 'unsafeSystemGroups' there", ['a system:b'], ['system:masters']],
  [
    inAccess('unsafeSystemGroups: [%]'),
    "use a name that begins with 'system:'",
    ['system:authenticated', 'system:a:b'],
    ['ops', 'system:', 'xsystem:a', 'system:a/b'],
  ],
  [
    inAccess('users: [%]'),
    'use the user principal name of a member of the tenant',
    ['alice@contoso.com'],
    ['', 'alice', 'al ice@contoso.com'],
  ],
  [
    inAccess('users: [%]'),
    "this is an object ID: list it under 'guests', 'groups' or 'servicePrincipals'",
    [],
    [GROUP],
  ],
  [
    inAccess('serviceAccounts: [%]'),
    'use <namespace>/<name>',
    ['shop/web', 'a/a.b-c', `${x(63)}/${x(253)}`],
    ['web', 'shop/', '/web', 'Shop/web', 'shop/Web', 'shop.a/web', 'shop/web-', 'a/b/c', `a/${x(254)}`],
  ],
  [inAccess('serviceAccounts: [%]'), "use 'shop/web'", ['shop/web'], ['system:serviceaccount:shop:web']],
  [
    inAccess('serviceAccounts: [%]'),
    'use <namespace>/<name>',
    [],
    ['system:serviceaccount:shop', 'system:serviceaccount:shop:web:x', 'xsystem:serviceaccount:shop:web'],
  ],
  [
    `${MINIMAL}roles: [{ name: r, rules: [{ verbs: [get], resources: [pods] }], aggregateTo: [%] }]\n`,
    'use the name of a cluster role that can be part of a label',
    ['view', 'a_.b-C', x(50)],
    ['', ' ', 'a-', 'a b', 'a:b', 'é', x(51)],
  ],
]);
