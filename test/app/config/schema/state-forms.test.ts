import { MINIMAL, problemsOf } from '../config-file';

/** Keys of the section `state` with a value in place of `%`, and what forms of the value are taken and refused. */
type Row = [keys: string, rule: string, good: string[], bad: string[]];

const HCP = 'backend: hcp, organization: contoso';
const S3 = 'backend: s3, bucket: state, region: eu-central-1';
const HTTP = "backend: http, address: 'https://contoso.com/{stack}'";
const ID = '8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8';
const x = (length: number): string => 'x'.repeat(length);

test.each<Row>([
  ['directory: %', 'use the path of a folder', ['states', '/var/lib/a b'], ['', ' ', 'a\0b']],
  [
    'backend: hcp, organization: %',
    'use 1 to 90 letters',
    ['contoso', 'A_-1', x(90)],
    ['', 'a b', 'a.b', x(91)],
  ],
  [
    `${HCP}, project: %`,
    'use 3 to 40 letters',
    ['abc', 'Platform team', '-a_', x(40)],
    ['ab', ' abc', 'abc ', 'a.c', x(41)],
  ],
  [
    `${HCP}, prefix: %`,
    "the '-' behind it comes by itself",
    ['', 'shop', 'Shop-a_'],
    ['shop-', 'a b', 'a.b', '-'],
  ],
  [
    `${HCP}, tags: [%]`,
    'use lowercase letters, digits, colons',
    ['a', 'team:platform_a-1', x(255)],
    ['', 'Aks', 'a:', ':a', 'a b', x(256)],
  ],
  [
    `${HCP}, hostname: %`,
    'use a host, such as tfe.contoso.com',
    ['tfe.contoso.com', 'localhost:8443', 'a', 'a:65535', 'café.fr', 'a--b.c'],
    ['', 'ab--c.d', 'a/b', '-a', 'a-', 'a..b', 'a:65536', 'a b', 'ahttp:', '[::1]'],
  ],
  [
    `${HCP}, hostname: %`,
    "use the host alone, without 'https://'",
    [],
    ['https://tfe.contoso.com', 'http://a'],
  ],
  [
    `${HCP}, hostname: %`,
    'write the name with its own letters',
    [],
    ['xn--caf-dma.fr', 'tfe.XN--caf-dma.fr'],
  ],
  [
    'backend: consul, address: %',
    'use a host and its port',
    ['consul.contoso.com:8501', '[::1]:8500'],
    ['', 'a/b', 'ahttp:', 'a:x'],
  ],
  ['backend: consul, address: %', "the protocol is 'scheme'", [], ['https://consul:8501', 'http://a']],
  [
    'backend: gcs, bucket: state, prefix: %',
    "the '/' behind it comes by itself",
    ['', 'shop', 'platform/shop', '.a/b_c-d'],
    ['shop/', '/shop', 'a//b', 'a.', '..', 'a b', 'a/-'],
  ],
  [
    'backend: pg, prefix: %',
    'use lowercase letters, digits and underscores',
    ['', 'a', 'shop_1'],
    ['Shop', '1a', 'a_', 'a-b', '_', '1'],
  ],
  [
    'backend: kubernetes, namespace: a, prefix: %',
    "use lowercase letters, digits and hyphens; the '-' behind it",
    ['', 'a', 'shop-1'],
    ['Shop', '-a', 'a-', 'a_b', '-'],
  ],
  [
    `${S3}, endpoint: %`,
    'use a URL, such as https://s3.contoso.com',
    [
      'https://s3.contoso.com',
      'http://minio:9000/',
      'https://a.supabase.co/storage/v1/s3',
      'http://[::1]:9000',
    ],
    ['', 's3.contoso.com', 'https://a//b', 'xhttps://a', 'ftp://a', 'https://a?b=c', 'https://a..b'],
  ],
  [
    `${S3}, roleArn: 'arn:aws:iam::123456789012:role/a', stsEndpoint: %`,
    'use a URL without a path',
    ['https://sts.contoso.com/'],
    ['https://a/b'],
  ],
  [
    'backend: http, address: %',
    'use a URL with a path',
    [
      'https://contoso.com/{stack}',
      'http://a:1/x?b={stack}&encode=1&monkey=2&keyword=3&passive=4',
      'http://[::1]:1/%41/{stack}',
    ],
    ['contoso.com/{stack}', 'https://contoso.com?a={stack}', 'xhttps://a/{stack}', 'https://a/{stack} b'],
  ],
  ['backend: http, address: %', "write a '%' that stands for itself as '%25'", [], ['https://a/%zz/{stack}']],
  [
    'backend: http, address: %',
    'put it where the ID of the stack belongs',
    ['https://contoso.com/{stack}'],
    ['https://contoso.com/stack'],
  ],
  [
    `${HTTP}, updateMethod: %`,
    'use a method of HTTP in capitals',
    ['PUT', 'LOCKUNLOCK'],
    ['put', 'PU', 'PUT1', 'xPUT', 'LOCKUNLOCKS'],
  ],
  [
    'backend: azurerm, containerName: state, storageAccountName: %',
    'use 3 to 24 lowercase letters and digits',
    ['abc', '1a2', x(24)],
    ['ab', 'Abc', 'a-c', x(25)],
  ],
  [
    'backend: azurerm, storageAccountName: state, containerName: %',
    'use 3 to 63 lowercase letters, digits and single hyphens',
    ['abc', 'a-1', x(63)],
    ['ab', 'Abc', '-ab', 'ab-', 'a--b', 'a_b', x(64)],
  ],
  [
    'backend: s3, region: eu-central-1, bucket: %',
    'use the name of a bucket',
    ['abc', 'a.b_c-d', x(222)],
    ['ab', 'Abc', '-ab', 'ab-', 'a/b', x(223)],
  ],
  [
    'backend: s3, bucket: state, endpoint: https://a, region: %',
    'use the ID of a region',
    ['auto', 'eu01', 'eu-central-1', 'a_b.c'],
    ['', '-a', 'a-', 'a--b', 'a b'],
  ],
  [
    'backend: s3, bucket: state, region: %',
    'is not an AWS region',
    ['eu-central-1', 'us-gov-west-1'],
    ['auto', 'EU-central-1', 'e-west-1', 'a_b', '1eu-west'],
  ],
  [
    'backend: cos, bucket: state, region: %',
    'use the ID of a region',
    ['ap-guangzhou', 'na-siliconvalley'],
    ['', 'guangzhou', 'Ap-guangzhou', 'a-b', 'ap-', 'ap--b', 'ap-guangzhou '],
  ],
  [
    `${S3}, dynamodbTable: %`,
    'use the name of a table',
    ['abc', '_a.b-1', x(255)],
    ['ab', '1ab', 'a b', x(256)],
  ],
  [
    `${S3}, kmsKeyId: %`,
    'use the ID of your key',
    [],
    ['arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab'],
  ],
  [
    `${S3}, kmsKeyId: %`,
    'use the ARN of a KMS key',
    [
      `arn:aws:kms:eu-central-1:123456789012:key/${ID}`,
      `arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-${ID.replaceAll('-', '')}`,
      'arn:aws:kms:eu-central-1:123456789012:alias/a/b_c-1',
    ],
    [
      ID,
      'arn:aws:kms:eu-central-1:123456789012:alias/',
      'arn:aws:kms:eu-central-1:12345678901:alias/a',
      `arn:aws:kms:eu-central-1:123456789012:key/${ID}x`,
      `xarn:aws:kms:eu-central-1:123456789012:key/${ID}`,
      'arn:aws:kms:eu-central-1:123456789012:key/a',
    ],
  ],
  [
    `${S3}, roleArn: %`,
    'use the ARN of a role',
    ['arn:aws:iam::123456789012:role/state', 'arn:aws-cn:iam::123456789012:role/a/b+c=d,e.f@g-h'],
    [
      'state',
      'arn:aws:iam::123456789012:role/',
      'arn:aws:iam::12345678901:role/a',
      'arn:aws:iam::123456789012:user/a',
      'xarn:aws:iam::123456789012:role/a',
      'arn:aws:iam::123456789012:role/a b',
    ],
  ],
  [
    'backend: gcs, bucket: state, kmsEncryptionKey: %',
    'use the resource name of a key',
    [
      'projects/contoso/locations/europe/keyRings/state/cryptoKeys/state',
      'projects/a/locations/b/keyRings/c/cryptoKeys/d',
    ],
    [
      'state',
      'projects/contoso/locations/europe/keyRings/state/cryptoKeys/',
      'projects//locations/europe/keyRings/state/cryptoKeys/a',
      'projects/a/locations//keyRings/state/cryptoKeys/a',
      'projects/a/locations/b/keyRings//cryptoKeys/a',
      'projects/a b/locations/c/keyRings/d/cryptoKeys/e',
      'projects/a/locations/c/keyRings/d/cryptoKeys/e/f',
      'x/projects/a/locations/c/keyRings/d/cryptoKeys/e',
    ],
  ],
  [
    'backend: gcs, bucket: state, impersonateServiceAccount: %',
    'use the mail address of a service account',
    ['ci@contoso.iam.gserviceaccount.com', 'a-1@b.gserviceaccount.com'],
    [
      'ci',
      'ci@contoso.com',
      '@contoso.iam.gserviceaccount.com',
      'Ci@a.gserviceaccount.com',
      'a@b.gserviceaccount.com.de',
      'a@b.gserviceaccountxcom',
    ],
  ],
  [
    'backend: kubernetes, namespace: a, configPath: %',
    'use the path of a file',
    ['~/.kube/config', 'a b'],
    ['', ' ', 'a\0b'],
  ],
])('%s: %s', (keys, rule, good, bad) => {
  const told = (value: string): string[] =>
    problemsOf(`${MINIMAL}state: { ${keys.replace('%', JSON.stringify(value))} }\n`);

  for (const value of good) {
    expect([value, told(value)]).toEqual([value, []]);
  }
  for (const value of bad) {
    const [problem, ...others] = told(value);
    expect([value, problem, others]).toEqual([
      value,
      expect.stringContaining(rule.startsWith('use') ? `: ${rule}` : rule),
      [],
    ]);
  }
});

test.each([
  'password',
  'sig',
  'signature',
  'Code',
  'KEY',
  'apikey',
  'auth',
  'token',
  'secret',
  'my_token',
  'a-secret',
])('an address has no credential among its parameters: %s', (parameter) => {
  for (const before of ['?', '?a=b&']) {
    const address = `https://contoso.com/{stack}${before}${parameter}=hunter2`;
    const [problem, ...others] = problemsOf(`${MINIMAL}state: { backend: http, address: '${address}' }\n`);

    expect(others).toEqual([]);
    expect(problem).toContain('state.address');
    expect(problem).not.toContain('hunter2');
  }
});
