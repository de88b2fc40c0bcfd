/** The section `state` of aks.yaml for each backend: the least it takes, and all of its keys. */
export const BACKENDS: Readonly<Record<string, { readonly least: string; readonly all: string }>> = {
  local: { least: '{ backend: local }', all: '{ backend: local, directory: states }' },
  hcp: {
    least: '{ backend: hcp, organization: contoso }',
    all: '{ backend: hcp, organization: contoso, project: Platform team, hostname: tfe.contoso.com, prefix: shop }',
  },
  'hcp by tags': {
    least: '{ backend: hcp, organization: contoso, tags: [aks] }',
    all: "{ backend: hcp, organization: contoso, project: platform, hostname: tfe.contoso.com, prefix: shop, tags: [aks, 'team:platform'] }",
  },
  remote: {
    least: '{ backend: remote, organization: contoso }',
    all: '{ backend: remote, organization: contoso, hostname: tfe.contoso.com, prefix: shop }',
  },
  azurerm: {
    least: '{ backend: azurerm, storageAccountName: contosostate, containerName: tfstate }',
    all: `{ backend: azurerm, storageAccountName: contosostate, containerName: tfstate, prefix: platform/shop, resourceGroupName: state,
      subscriptionId: 8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8, tenantId: 8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8, useAzureadAuth: true,
      useOidc: true, useMsi: false, clientId: 8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8 }`,
  },
  s3: {
    least: '{ backend: s3, bucket: contoso-state, region: eu-central-1 }',
    all: `{ backend: s3, bucket: contoso-state, region: eu-central-1, prefix: shop, encrypt: true, lock: true,
      kmsKeyId: 'arn:aws:kms:eu-central-1:123456789012:key/8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8', roleArn: 'arn:aws:iam::123456789012:role/state',
      dynamodbTable: locks, endpoint: 'https://s3.contoso.com', stsEndpoint: 'https://sts.contoso.com',
      dynamodbEndpoint: 'https://tables.contoso.com', skipS3Checksum: true }`,
  },
  gcs: {
    least: '{ backend: gcs, bucket: contoso-state }',
    all: `{ backend: gcs, bucket: contoso-state, prefix: shop, impersonateServiceAccount: ci@contoso.iam.gserviceaccount.com,
      kmsEncryptionKey: projects/contoso/locations/europe/keyRings/state/cryptoKeys/state }`,
  },
  http: {
    least: "{ backend: http, address: 'https://state.contoso.com/aks/{stack}' }",
    all: `{ backend: http, address: 'https://gitlab.contoso.com/api/v4/projects/1/terraform/state/{stack}', updateMethod: PUT,
      lockAddress: 'https://gitlab.contoso.com/api/v4/projects/1/terraform/state/{stack}/lock', lockMethod: POST,
      unlockAddress: 'https://gitlab.contoso.com/api/v4/projects/1/terraform/state/{stack}/lock', unlockMethod: DELETE }`,
  },
  pg: { least: '{ backend: pg }', all: '{ backend: pg, prefix: shop, skipSchemaCreation: true }' },
  kubernetes: {
    least: '{ backend: kubernetes, namespace: terraform }',
    all: '{ backend: kubernetes, namespace: terraform, prefix: shop, configPath: ~/.kube/config, configContext: management, inClusterConfig: false }',
  },
  consul: {
    least: '{ backend: consul }',
    all: "{ backend: consul, address: 'consul.contoso.com:8501', scheme: https, datacenter: weu, prefix: shop, gzip: true, lock: true }",
  },
  cos: {
    least: '{ backend: cos, bucket: state-1250000000, region: ap-guangzhou }',
    all: '{ backend: cos, bucket: state-1250000000, region: ap-guangzhou, prefix: shop, encrypt: true }',
  },
  oss: {
    least: `{ backend: oss, bucket: state, region: eu-central-1,
      tablestoreEndpoint: 'https://state.eu-central-1.ots.aliyuncs.com', tablestoreTable: locks }`,
    all: `{ backend: oss, bucket: state, region: eu-central-1, prefix: shop, encrypt: true, lock: true,
      tablestoreEndpoint: 'https://state.eu-central-1.ots.aliyuncs.com', tablestoreTable: locks }`,
  },
};
