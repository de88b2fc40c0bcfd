import {
  adminUsernameProblem,
  nodeLabelProblem,
  rangesProblem,
  sshPublicKeyProblem,
  tagsProblem,
} from '../../../lib/shared/azure-limits';

const KEY = 'AAAAC3NzaC1lZDI1NTE5AAAAIKksNuZqJe6Z/4Yvqo6HmHvmx80Tw+5mHEAKRbDx47Ey';

describe('ranges', () => {
  test.each([
    [{ serviceCidr: '10.0.0.0/16', podCidr: '10.0.0.0/16' }, 'podCidr'],
    [{ serviceCidr: '10.0.0.0/16', podCidr: '10.0.128.0/17' }, 'podCidr'],
    [{ serviceCidr: '10.244.3.0/24', podCidr: '10.244.0.0/16' }, 'podCidr'],
    [{ serviceCidr: '10.1.0.0/16', dnsServiceIp: '10.0.0.10' }, 'dnsServiceIp'],
    [{ serviceCidr: '10.1.0.0/24', dnsServiceIp: '10.1.1.0' }, 'dnsServiceIp'],
    [{ serviceCidr: '10.1.0.0/24', dnsServiceIp: '10.1.0.1' }, 'dnsServiceIp'],
    [{ serviceCidr: '10.1.0.0/24', dnsServiceIp: '10.1.0.255' }, 'dnsServiceIp'],
    [{ serviceCidr: '172.31.4.0/24' }, 'serviceCidr'],
    [{ serviceCidr: '172.16.0.0/12' }, 'serviceCidr'],
    [{ serviceCidr: '169.254.0.0/24', podCidr: '10.244.0.0/16' }, 'serviceCidr'],
    [{ podCidr: '172.30.0.0/15' }, 'podCidr'],
    [{ podCidr: '192.0.2.128/25' }, 'podCidr'],
    [{ serviceCidr: '10.0.0.0/11' }, 'serviceCidr'],
  ])('%j is refused for its %s', (ranges, key) => {
    expect(rangesProblem(ranges)?.key).toBe(key);
  });

  test.each([
    { serviceCidr: '10.1.0.0/16', podCidr: '10.244.0.0/16', dnsServiceIp: '10.1.0.10' },
    { serviceCidr: '10.0.0.0/17', podCidr: '10.0.128.0/17' },
    { podCidr: 'nonsense', serviceCidr: '10.0.0.0/16' },
    { serviceCidr: '172.29.0.0/16', podCidr: '172.24.0.0/14' },
    { serviceCidr: '192.0.3.0/24', podCidr: '100.64.0.0/10' },
    { serviceCidr: '10.16.0.0/12' },
    {},
  ])('%j is fine', (ranges) => {
    expect(rangesProblem(ranges)).toBeUndefined();
  });
});

test.each(['root', 'ADMIN', 'guest', 'support_388945a0'])('%s is no administrator of nodes', (name) => {
  expect(adminUsernameProblem(name)).toContain(`'${name}'`);
  expect(adminUsernameProblem('azureuser')).toBeUndefined();
});

describe('a public key', () => {
  test.each([`ssh-ed25519 ${KEY}`, `ssh-ed25519 ${KEY} ops@contoso.com\n`])('%j is one', (key) => {
    expect(sshPublicKeyProblem(key)).toBeUndefined();
  });

  test.each([
    `ssh-rsa ${KEY}`,
    `ssh-ed25519 ${KEY.slice(0, 40)}`,
    'ssh-ed25519 AAAA',
    'ssh-rsa x',
    `ssh-ed25519 ${KEY.toLowerCase()}`,
  ])('%j is none', (key) => {
    expect(sshPublicKeyProblem(key)).toContain('is not a key');
  });
});

test('tags differ in more than case, are 50 at most, and have names that Azure takes', () => {
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`t${i}`, '']));

  expect(tagsProblem({ team: 'a', Team: 'b' })).toContain("'team' and 'Team'");
  expect(tagsProblem({ 'a/b': '' })).toContain("'a/b'");
  expect(tagsProblem({ team: 'x'.repeat(257) })).toContain("the value of 'team' has 257 characters");
  expect(tagsProblem({ ['x'.repeat(513)]: 'a' })).toContain('has 513 characters');
  expect(tagsProblem({ ['x'.repeat(512)]: 'x'.repeat(256) })).toBeUndefined();
  expect(tagsProblem(many(51))).toContain('51');
  expect(tagsProblem(many(50))).toBeUndefined();
});

test.each(['kubernetes.azure.com/mode', 'node.kubernetes.azure.com/x'])('%s is a label of AKS', (label) => {
  expect(nodeLabelProblem(label)).toContain(label);
  expect(nodeLabelProblem('azure.com/mode')).toBeUndefined();
});
