import { defaultStateDirectory } from '../../../../app/state/directory';
import { BACKENDS } from '../../state/backend-samples';
import { MINIMAL, load, problemsOf } from '../config-file';

/** The problems of the section `state`, which stands in line 8. */
function problemsOfState(state: string): string[] {
  return problemsOf(`${MINIMAL}state: ${state}\n`);
}

/** A backend with one more key. */
function withKey(backend: string, key: string, value: string): string {
  return BACKENDS[backend]!.least.replace(/ \}$/, `, ${key}: ${value} }`);
}

const SECRET = 'Hunter2-Zm9vYmFy';

describe('credentials', () => {
  test.each([
    ['hcp', 'token', "'terraform login' or the environment variable TF_TOKEN_<host>"],
    ['remote', 'token', "'terraform login' or the environment variable TF_TOKEN_<host>"],
    ['azurerm', 'accessKey', 'ARM_ACCESS_KEY'],
    ['azurerm', 'access_key', 'ARM_ACCESS_KEY'],
    ['azurerm', 'sasToken', 'ARM_SAS_TOKEN'],
    ['azurerm', 'sas_token', 'ARM_SAS_TOKEN'],
    ['azurerm', 'clientSecret', 'ARM_CLIENT_SECRET'],
    ['azurerm', 'clientCertificatePassword', 'ARM_CLIENT_CERTIFICATE_PASSWORD'],
    ['azurerm', 'oidcToken', 'ARM_OIDC_TOKEN'],
    ['azurerm', 'storageConnectionString', "'az login' or the environment variables ARM_…"],
    ['s3', 'accessKey', 'AWS_ACCESS_KEY_ID'],
    ['s3', 'secretKey', 'AWS_SECRET_ACCESS_KEY'],
    ['s3', 'token', 'AWS_SESSION_TOKEN'],
    ['s3', 'sseCustomerKey', 'AWS_SSE_CUSTOMER_KEY'],
    ['gcs', 'credentials', 'GOOGLE_CREDENTIALS'],
    ['gcs', 'accessToken', 'GOOGLE_OAUTH_ACCESS_TOKEN'],
    ['gcs', 'encryptionKey', 'GOOGLE_ENCRYPTION_KEY'],
    ['http', 'username', 'TF_HTTP_USERNAME'],
    ['http', 'password', 'TF_HTTP_PASSWORD'],
    ['http', 'clientPrivateKeyPem', 'TF_HTTP_CLIENT_PRIVATE_KEY_PEM'],
    ['pg', 'connStr', 'PG_CONN_STR'],
    ['pg', 'conn_str', 'PG_CONN_STR'],
    ['pg', 'connectionString', 'PG_CONN_STR'],
    ['pg', 'password', 'PGPASSWORD'],
    ['kubernetes', 'token', 'KUBE_TOKEN'],
    ['kubernetes', 'clientKey', 'KUBE_CLIENT_KEY_DATA'],
    ['consul', 'accessToken', 'CONSUL_HTTP_TOKEN'],
    ['consul', 'httpAuth', 'CONSUL_HTTP_AUTH'],
    ['cos', 'secretId', 'TENCENTCLOUD_SECRET_ID'],
    ['cos', 'secretKey', 'TENCENTCLOUD_SECRET_KEY'],
    ['oss', 'accessKey', 'ALICLOUD_ACCESS_KEY'],
    ['oss', 'securityToken', 'ALICLOUD_SECURITY_TOKEN'],
    ['local', 'encryptionPassword', 'the environment'],
  ])('%s: %s is refused, and what to use instead is said', (backend, key, instead) => {
    const [problem, ...more] = problemsOfState(withKey(backend, key, `'${SECRET}'`));

    expect(more).toEqual([]);
    expect(problem).toContain(` state.${key}: `);
    expect(problem).toContain('not belong in the file');
    expect(problem).toContain(instead);
    expect(problem).not.toContain(SECRET);
  });

  test.each([
    ['a user in the address', `{ backend: http, address: 'https://ci:${SECRET}@state.contoso.com/{stack}' }`],
    ['a token in the address', `{ backend: http, address: 'https://contoso.com/{stack}?token=${SECRET}' }`],
    [
      'a SAS in the address',
      `{ backend: http, address: 'https://contoso.com/{stack}?sv=2024&sig=${SECRET}' }`,
    ],
    [
      'a user in the address of locks',
      `{ backend: http, address: 'https://contoso.com/{stack}', lockAddress: 'https://ci:${SECRET}@contoso.com/{stack}' }`,
    ],
    [
      'a user in an endpoint',
      `{ backend: s3, bucket: state, region: eu-west-1, endpoint: 'https://a:${SECRET}@minio' }`,
    ],
    ['a connection string as a prefix', `{ backend: pg, prefix: 'postgres://ci:${SECRET}@db/state' }`],
    ['a connection string by words', `{ backend: pg, prefix: 'host=db user=ci password=${SECRET}' }`],
    [
      'a connection string as an account',
      `{ backend: azurerm, containerName: state, storageAccountName: 'AccountName=a;AccountKey=${SECRET}' }`,
    ],
    ['a user in front of a host', `{ backend: consul, address: 'ci:${SECRET}@consul.contoso.com:8501' }`],
    ['a URL instead of a map', `'postgres://ci:${SECRET}@db/state'`],
    ['a URL as a backend', `{ backend: 'postgres://ci:${SECRET}@db/state' }`],
    ...[
      ...[
        'code',
        'key',
        'APIKEY',
        'pwd',
        'sas',
        'jwt',
        'accessToken',
        'clientSecret',
        'functionKey',
        '%63ode',
        'subscription_key',
        'tokens',
      ],
      ...['X-Amz-Signature', 'X-Amz-Security-Token', 'Ocp-Apim-Subscription-Key', 'Authorization'],
    ].map((name): [string, string] => [
      `the parameter ${name}`,
      `{ backend: http, address: 'https://contoso.com/{stack}?a=b&${name}=${SECRET}' }`,
    ]),
  ])('%s is refused without being shown', (_, state) => {
    const problems = problemsOfState(state).join('\n');

    expect(problems).toMatch(
      /^aks\.yaml:8:\d+ state\S*: holds credentials( in the parameter '[\w-]+')?, which do not belong in the file: remove them and use /,
    );
    expect(problems).not.toContain(SECRET);
  });
});

describe('parameters of an address', () => {
  const told = (query: string): string[] =>
    problemsOfState(`{ backend: http, address: 'https://contoso.com/{stack}?${query}' }`);

  test.each(['objectKey=a', 'partitionKey=x', 'cache-key=a_b', 'monkey=2', '%6bind=1'])(
    '%s is no credential',
    (query) => expect(told(query)).toEqual([]),
  );

  test.each([
    ['code=s3cret', 'code'],
    ['a=b&%63ode=s3cret', 'code'],
    ['X-Functions-Key=s3cret', 'X-Functions-Key'],
    ['x-%6bey=s3cret', 'x-key'],
  ])('%s is one, which is named', (query, name) => {
    expect(told(query)).toEqual([
      expect.stringContaining(
        `holds credentials in the parameter '${name}', which do not belong in the file: remove them and use the ` +
          'environment variables TF_HTTP_USERNAME and TF_HTTP_PASSWORD',
      ),
    ]);
  });

  test('are told once, also where the ID of the stack is missing', () => {
    expect(
      problemsOfState("{ backend: http, address: 'https://contoso.com/state?%63ode=s3cret' }"),
    ).toHaveLength(1);
  });

  test('that are none are not told to be one where the address is wrong for another reason', () => {
    expect(
      problemsOfState("{ backend: http, address: 'https://contoso.com/state?partition_key=x' }").join(),
    ).toContain("'{stack}' is missing");
  });
});

describe('keys', () => {
  test('an unknown key gets the one that was meant', () => {
    expect(problemsOfState('{ backend: gcs, bucket: state, prefx: aks }')).toEqual([
      "aks.yaml:8:39 state.prefx: unknown key, did you mean 'prefix'? allowed here: backend, bucket, prefix, kmsEncryptionKey, impersonateServiceAccount",
    ]);
  });

  test.each([
    ['cloud', "'cloud' is not valid: this is called 'hcp' here"],
    [
      'swift',
      "'swift' is not valid: Terraform 1.3 has removed this backend: use another one, such as azurerm",
    ],
  ])('the backend %s is explained', (backend, message) => {
    expect(problemsOfState(`{ backend: ${backend} }`)).toEqual([`aks.yaml:8:19 state.backend: ${message}`]);
  });

  test.each([
    ['{ backend: hcp }', 'state.organization: is missing, and it is required'],
    ['{ backend: hcp, organization: contoso, tags: [] }', 'use at least one tag, or remove the key'],
    ['{ backend: hcp, organization: contoso, tags: [Aks] }', "'Aks' is not valid: use lowercase letters"],
    ['{ backend: hcp, organization: contoso, hostname: "https://tfe.contoso.com" }', "without 'https://'"],
    ['{ backend: hcp, organization: contoso, prefix: shop- }', "the '-' behind it comes by itself"],
    [
      '{ backend: azurerm, storageAccountName: Contoso, containerName: state }',
      "'Contoso' is not valid: use 3 to 24",
    ],
    ['{ backend: gcs, bucket: state, prefix: shop/ }', "the '/' behind it comes by itself"],
    ['{ backend: gcs, bucket: state, prefix: ../shop }', "'../shop' is not valid"],
    ['{ backend: s3, bucket: "s3://state", region: eu-west-1 }', 'without a scheme such as s3://'],
    ['{ backend: s3, bucket: state }', 'state.region: is missing, and it is required'],
    [
      "{ backend: http, address: 'https://contoso.com/aks' }",
      "'{stack}' is missing from it, so that all stacks would share one state",
    ],
    ["{ backend: http, address: 'contoso.com/{stack}' }", 'use a URL with a path'],
    [
      "{ backend: http, address: 'https://contoso.com/{stack}', lock: false, lockMethod: POST }",
      "state.lockMethod: has no effect with 'lock: false'",
    ],
    ['{ backend: pg, prefix: Shop }', 'use lowercase letters, digits and underscores'],
    [
      '{ backend: pg, prefix: pg_x }',
      "'pg_x' is not valid: PostgreSQL refuses schemas whose names begin with 'pg_'",
    ],
    [
      '{ backend: pg, prefix: pg }',
      "'pg' is not valid: PostgreSQL refuses schemas whose names begin with 'pg_'",
    ],
    ['{ backend: kubernetes }', 'state.namespace: is missing, and it is required'],
    ["{ backend: consul, address: 'https://consul:8501' }", "the protocol is 'scheme'"],
    ['{ backend: cos, bucket: state-1, region: ap-guangzhou, prefix: "" }', "'' is not valid"],
    [
      '{ backend: oss, bucket: state, region: eu-central-1, tablestoreTable: locks }',
      "state.tablestoreEndpoint: is missing: states are locked by a table; add it, or set 'lock: false'",
    ],
    [
      '{ backend: s3, bucket: state, region: eu-west-1, lock: false, dynamodbTable: locks }',
      "has no effect with 'lock: false'",
    ],
    [
      '{ backend: s3, bucket: state, region: eu-west-1, kmsKeyId: alias/state }',
      'the value is not valid: use the ARN of a KMS key',
    ],
    ['{ backend: local, directory: "" }', 'use the path of a folder'],
  ])('%s', (state, message) => {
    expect(problemsOfState(state)).toEqual([expect.stringContaining(message)]);
  });
});

describe('the folder of local state', () => {
  test.each([
    ['aks.yaml', 'state/aks'],
    ['./aks.yaml', 'state/aks'],
    ['examples/article-legacy.yaml', 'state/examples/article-legacy'],
    ['environments/aks.yml', 'state/environments/aks'],
  ])('of %s is %s by default', (file, folder) => {
    expect(defaultStateDirectory(file)).toBe(folder);
  });

  test('of files outside of this folder tells files with the same name apart', () => {
    const folders = ['../one/aks.yaml', '../two/aks.yaml', '/etc/aks.yaml'].map(defaultStateDirectory);

    expect(new Set(folders).size).toBe(3);
    expect(folders.join(' ')).toMatch(/^(state\/aks\.[0-9a-f]{8} ?){3}$/);
  });

  test('is the one that is asked for', () => {
    expect(load(`${MINIMAL}state: { directory: /var/lib/states }\n`).state).toEqual({
      backend: 'local',
      directory: '/var/lib/states',
    });
  });
});

test("a prefix that only begins like PostgreSQL's own is fine", () => {
  expect(problemsOfState('{ backend: pg, prefix: pgshop }')).toEqual([]);
});
