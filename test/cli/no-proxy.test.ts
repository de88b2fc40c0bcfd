import { isWithoutProxy } from '../../cli/no-proxy';

/** The entry, an address that it frees of the proxy, and one that looks like it and goes through. */
test.each([
  ['graph.microsoft.com', 'https://graph.microsoft.com/v1.0', 'https://notgraph.microsoft.com'],
  ['microsoft.com', 'https://graph.microsoft.com', 'https://graphmicrosoft.com'],
  ['.microsoft.com', 'https://graph.microsoft.com', 'https://microsoft.com.example.test'],
  ['.microsoft.com', 'https://microsoft.com', 'https://xmicrosoft.com'],
  ['*.microsoft.com', 'https://graph.microsoft.com', 'https://graphmicrosoft.com'],
  ['Graph.Microsoft.COM', 'https://graph.microsoft.com', 'https://graph.microsoft.de'],
  ['graph.microsoft.com.', 'https://graph.microsoft.com', 'https://graph.microsoft.de'],
  ['corp.test:8443', 'https://tf.corp.test:8443', 'https://tf.corp.test'],
  ['corp.test:443', 'https://tf.corp.test', 'http://tf.corp.test'],
  ['10.1.2.3', 'https://10.1.2.3', 'https://10.1.2.30'],
  ['10.0.0.0/8', 'https://10.200.0.1', 'https://11.0.0.1'],
  ['10.1.2.3:8080', 'http://10.1.2.3:8080', 'http://10.1.2.3'],
  ['fd00::/8', 'https://[fd12::1]', 'https://[fe80::1]'],
  ['[fd12::1]:8443', 'https://[fd12::1]:8443', 'https://[fd12::1]'],
  ['one.test, two.test three.test', 'https://three.test', 'https://four.test'],
])('NO_PROXY=%s frees %s and not %s', (list, freed, other) => {
  expect([isWithoutProxy(freed, { NO_PROXY: list }), isWithoutProxy(other, { NO_PROXY: list })]).toEqual([
    true,
    false,
  ]);
});

test('a star is everything, also among others', () => {
  expect(isWithoutProxy('https://graph.microsoft.com', { NO_PROXY: 'corp.test,*' })).toBe(true);
  expect(isWithoutProxy('https://10.1.2.3', { no_proxy: '*' })).toBe(true);
});

test.each(['', ',', '.', '*.', ':443', '10.0.0.0/99', '10.0.0.0/x', '/8', 'fd00::/200'])(
  "'%s' frees nothing",
  (list) => {
    for (const address of ['https://graph.microsoft.com', 'https://10.0.0.1', 'https://[fd00::1]']) {
      expect(isWithoutProxy(address, { NO_PROXY: list })).toBe(false);
    }
  },
);

test.each(['http://localhost:8080', 'https://127.0.0.1', 'https://127.8.8.8', 'http://[::1]:80'])(
  '%s is this machine',
  (address) => {
    expect(isWithoutProxy(address, {})).toBe(true);
  },
);
