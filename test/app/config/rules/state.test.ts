import { MINIMAL, problemsOf } from '../config-file';

const HTTP = "backend: http, address: 'https://contoso.com/{stack}'";
const S3 = 'backend: s3, bucket: contoso-state, region: eu-central-1';
const AZURERM = 'backend: azurerm, storageAccountName: contosostate, containerName: tfstate';
const OSS = 'backend: oss, bucket: state, region: eu-central-1';
const TABLE = "tablestoreEndpoint: 'https://state.eu-central-1.ots.aliyuncs.com', tablestoreTable: locks";
const KMS_KEY = "'arn:aws:kms:eu-central-1:123456789012:key/8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8'";
const STORE = "endpoint: 'https://s3.contoso.com'";
const ROLE = "'arn:aws:iam::123456789012:role/state'";
const UNLOCKED = "has no effect with 'lock: false': remove one of the two";

/** What is wrong with the section `state`, without the place. */
function problems(keys: string): string[] {
  return problemsOf(`${MINIMAL}state: { ${keys} }\n`).map((problem) =>
    problem.replace(/^aks\.yaml:8:\d+ state\./, ''),
  );
}

test.each<[bad: string, problem: string, good: string]>([
  [
    `${HTTP}, lock: false, lockAddress: 'https://contoso.com/{stack}/lock'`,
    `lockAddress: ${UNLOCKED}`,
    `${HTTP}, lockAddress: 'https://contoso.com/{stack}/lock'`,
  ],
  [`${HTTP}, lock: false, lockMethod: POST`, `lockMethod: ${UNLOCKED}`, `${HTTP}, lockMethod: POST`],
  [
    `${HTTP}, lock: false, unlockAddress: 'https://contoso.com/{stack}/lock'`,
    `unlockAddress: ${UNLOCKED}`,
    `${HTTP}, lock: true, unlockAddress: 'https://contoso.com/{stack}/lock'`,
  ],
  [
    `${HTTP}, lock: false, unlockMethod: DELETE`,
    `unlockMethod: ${UNLOCKED}`,
    `${HTTP}, unlockMethod: DELETE`,
  ],
  [
    S3.replace('eu-central-1', 'frankfurt'),
    "region: 'frankfurt' is not an AWS region: use one such as eu-central-1, or set 'endpoint' for another service",
    `${S3.replace('eu-central-1', 'frankfurt')}, endpoint: 'https://s3.contoso.com'`,
  ],
  [
    S3.replace('eu-central-1', 'eu-centrl-1'),
    "region: 'eu-centrl-1' is not an AWS region: did you mean 'eu-central-1'? Or set 'endpoint' for another service",
    S3.replace('eu-central-1', 'eu-isoe-west-1'),
  ],
  [
    S3.replace('eu-central-1', 'mars-north-9'),
    "region: 'mars-north-9' is not an AWS region: use one such as eu-central-1, or set 'endpoint' for another service",
    `${S3.replace('eu-central-1', 'mars-north-9')}, ${STORE}`,
  ],
  [
    `${S3.replace('eu-central-1', 'eu01')}, endpoint: 'https://s3.eu-central-1.amazonaws.com'`,
    "region: 'eu01' is not an AWS region: use one such as eu-central-1, or set 'endpoint' for another service",
    `${S3.replace('eu-central-1', 'eu01')}, ${STORE}`,
  ],
  [
    S3.replace('contoso', 'Contoso'),
    "bucket: 'Contoso-state' is no bucket of AWS: use the name of a bucket, lowercase, or set 'endpoint' for another service",
    `${S3.replace('contoso', 'Contoso')}, ${STORE}`,
  ],
  [
    `${S3}, roleArn: 'arn:aws:iam::contoso:role/state'`,
    "roleArn: 'arn:aws:iam::contoso:role/state' is no role of AWS: use the ARN of a role, arn:aws:iam::<account>:role/<name>, or set 'endpoint' for another service",
    `${S3}, ${STORE}, stsEndpoint: 'https://s3.contoso.com', roleArn: 'arn:aws:iam:::role/S3Access'`,
  ],
  [
    `${S3}, ${STORE}, roleArn: ${ROLE}`,
    "roleArn: would be asked of STS of AWS, which 'https://s3.contoso.com' is not: set 'stsEndpoint' too, or remove it",
    `${S3}, ${STORE}, roleArn: ${ROLE}, stsEndpoint: 'https://sts.contoso.com'`,
  ],
  [
    `${S3}, ${STORE}, dynamodbTable: locks`,
    "dynamodbTable: would be asked of DynamoDB of AWS, which 'https://s3.contoso.com' is not: set 'dynamodbEndpoint' too, or remove it",
    `${S3}, ${STORE}, dynamodbTable: locks, dynamodbEndpoint: 'https://tables.contoso.com'`,
  ],
  [
    `${S3}, stsEndpoint: 'https://sts.contoso.com'`,
    "stsEndpoint: has no effect without 'roleArn': remove it",
    `${S3}, endpoint: 'https://bucket.vpce-1.s3.eu-central-1.vpce.amazonaws.com', roleArn: ${ROLE}, dynamodbTable: locks`,
  ],
  [`${S3}, lock: false, dynamodbTable: locks`, `dynamodbTable: ${UNLOCKED}`, `${S3}, dynamodbTable: locks`],
  [
    `${S3}, encrypt: false, kmsKeyId: ${KMS_KEY}`,
    "kmsKeyId: has no effect with 'encrypt: false': remove one of the two",
    `${S3}, kmsKeyId: ${KMS_KEY}`,
  ],
  [
    `${AZURERM}, useOidc: true, useMsi: true`,
    "useMsi: true is not valid with 'useOidc: true': remove the one that does not sign in",
    `${AZURERM}, useOidc: false, useMsi: true`,
  ],
  [
    `${OSS}, ${TABLE.replace(/,.*/, '')}`,
    "tablestoreTable: is missing: states are locked by a table; add it, or set 'lock: false', with which two runs at once can ruin a state",
    `${OSS}, ${TABLE}`,
  ],
  [`${OSS}, lock: false, tablestoreTable: locks`, `tablestoreTable: ${UNLOCKED}`, `${OSS}, lock: false`],
])('%s is refused', (bad, problem, good) => {
  expect(problems(bad)).toEqual([problem]);
  expect(problems(good)).toEqual([]);
});

test.each([
  `${S3}, lock: false`,
  `${S3}, encrypt: false`,
  `${HTTP}, lock: false`,
  `${AZURERM}, useOidc: true`,
])('%s is fine', (keys) => {
  expect(problems(keys)).toEqual([]);
});

test('a region of another kind is told once', () => {
  expect(problems(S3.replace('eu-central-1', '7'))).toEqual([
    expect.stringContaining('region: 7 is read as a number'),
  ]);
});
