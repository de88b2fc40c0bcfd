import { z } from 'zod';
import * as field from './state-fields';

/**
 * The section `state` of aks.yaml: where Terraform keeps the state of each stack.
 *
 * Keys are the words of cdktf's backend classes. There is none for credentials, which come from the environment.
 */

/** What is put in front of the stack's ID; the backend's own separator comes between. */
const prefix = (form: z.ZodString): z.ZodDefault<z.ZodString> =>
  form.default('aks').describe('What the name of each state begins with.');

const lock = z
  .boolean()
  .default(true)
  .describe('Whether a run keeps others out while it lasts. false: two runs at once can ruin the state.');

const encrypt = z.boolean().default(true).describe('Whether the service is told to encrypt each state.');

const organization = field.hcpName().describe('Organization that the workspaces belong to.');

const local = z.strictObject({
  backend: z.literal('local').optional().default('local').describe('State in local files: for trying out.'),
  directory: field
    .directory()
    .optional()
    .describe(
      'Folder of the files terraform.<stack>.tfstate, relative to the folder of cdktf.json. Default: state/ and the path of the configuration without its extension, such as state/aks.',
    ),
});

const hcp = z.strictObject({
  backend: z.literal('hcp').describe('A workspace of HCP Terraform or Terraform Enterprise for each stack.'),
  organization,
  project: field
    .hcpProject()
    .optional()
    .describe('Project that new workspaces are put into. Default: the default project of the organization.'),
  hostname: field
    .hostname()
    .optional()
    .describe('Host of a Terraform Enterprise. Default: app.terraform.io.'),
  prefix: prefix(field.hcpPrefix()),
  tags: field
    .tags()
    .optional()
    .describe(
      'Tags of the workspaces: each stack uses the one workspace that has them all and its own tag, stack:<stack>. Default: the workspace is found by its name.',
    ),
});

const remote = z.strictObject({
  backend: z
    .literal('remote')
    .describe('Like hcp, for Terraform Enterprise without the cloud block (before v202201) and its like.'),
  organization,
  hostname: field.hostname().optional().describe('Host of the service. Default: app.terraform.io.'),
  prefix: prefix(field.hcpPrefix()),
});

const azurerm = z.strictObject({
  backend: z
    .literal('azurerm')
    .describe('A blob of an Azure storage account for each stack; locked by a lease.'),
  storageAccountName: field.storageAccountName().describe('Name of the storage account.'),
  containerName: field.containerName().describe('Name of the container, which must exist.'),
  prefix: prefix(field.pathPrefix()),
  resourceGroupName: field
    .resourceGroupName()
    .optional()
    .describe(
      'Resource group of the storage account, which Azure is asked for its endpoint and key with. Not needed with Azure AD. Default: none.',
    ),
  subscriptionId: field
    .uuid('the ID of a subscription')
    .optional()
    .describe('Subscription of the storage account. Default: ARM_SUBSCRIPTION_ID.'),
  tenantId: field
    .uuid('the ID of a tenant')
    .optional()
    .describe('Tenant of the storage account. Default: ARM_TENANT_ID.'),
  useAzureadAuth: z
    .boolean()
    .default(true)
    .describe('Whether to sign in with Azure AD (Storage Blob Data Contributor) rather than an account key.'),
  useOidc: z
    .boolean()
    .optional()
    .describe(
      'Whether to sign in with a token of the pipeline (workload identity federation). Default: ARM_USE_OIDC.',
    ),
  useMsi: z
    .boolean()
    .optional()
    .describe('Whether to sign in as the managed identity of the machine. Default: ARM_USE_MSI.'),
  clientId: field
    .uuid('the client ID of an application or identity')
    .optional()
    .describe('Application or identity that signs in. Default: ARM_CLIENT_ID.'),
});

const s3 = z.strictObject({
  backend: z.literal('s3').describe('An object of an S3 bucket for each stack.'),
  bucket: field.s3Bucket().describe('Name of the bucket.'),
  region: field
    .s3Region()
    .describe('Region of the bucket, such as eu-central-1; with endpoint, whatever the service calls it.'),
  prefix: prefix(field.pathPrefix()),
  encrypt,
  kmsKeyId: field
    .kmsKeyArn()
    .optional()
    .describe('ARN of the KMS key to encrypt with. Default: the default key of the bucket.'),
  lock: lock.describe(
    'Whether a run keeps others out while it lasts, by a lock file beside the state (Terraform 1.10 or later). false: two runs at once can ruin the state.',
  ),
  dynamodbTable: field
    .tableName()
    .optional()
    .describe('DynamoDB table to lock with, for Terraform before 1.10. Default: the lock file.'),
  roleArn: field.roleArn().optional().describe('ARN of an IAM role to assume. Default: none.'),
  endpoint: field
    .urlWithPath()
    .optional()
    .describe('URL of another service that speaks S3, such as MinIO. Default: that of AWS.'),
  skipS3Checksum: z
    .boolean()
    .optional()
    .describe(
      'Whether states are written without a checksum, for services that refuse one; with AWS_REQUEST_CHECKSUM_CALCULATION=when_required in the environment. Default: false.',
    ),
  stsEndpoint: field
    .url()
    .optional()
    .describe('URL of the service that roleArn is assumed at, where it is not that of AWS.'),
  dynamodbEndpoint: field
    .url()
    .optional()
    .describe('URL of the service that has dynamodbTable, where it is not that of AWS.'),
});

const gcs = z.strictObject({
  backend: z.literal('gcs').describe('An object of a Google Cloud Storage bucket for each stack.'),
  bucket: field.bucket().describe('Name of the bucket.'),
  prefix: prefix(field.pathPrefix()),
  kmsEncryptionKey: field
    .googleKmsKey()
    .optional()
    .describe(
      'Cloud KMS key to encrypt with, projects/…/cryptoKeys/…. Default: the default key of the bucket.',
    ),
  impersonateServiceAccount: field
    .googleServiceAccount()
    .optional()
    .describe('Service account to impersonate. Default: none.'),
});

const method = field.httpMethod().optional();

const http = z.strictObject({
  backend: z
    .literal('http')
    .describe('A REST service that keeps each state under an address of its own, such as GitLab.'),
  address: field
    .addressTemplate()
    .describe('URL of a state, with {stack} where the ID of the stack belongs.'),
  updateMethod: method.describe('Method that writes a state. Default: POST.'),
  lock,
  lockAddress: field
    .addressTemplate()
    .optional()
    .describe('URL that locks a state, with {stack} in it. Default: address.'),
  lockMethod: method.describe('Method that locks. Default: LOCK.'),
  unlockAddress: field
    .addressTemplate()
    .optional()
    .describe('URL that unlocks a state, with {stack} in it. Default: lockAddress.'),
  unlockMethod: method.describe('Method that unlocks. Default: UNLOCK.'),
});

const pg = z.strictObject({
  backend: z
    .literal('pg')
    .describe('A schema of a PostgreSQL database for each stack. PG_CONN_STR names the database.'),
  prefix: prefix(field.pgPrefix()),
  skipSchemaCreation: z
    .boolean()
    .default(false)
    .describe('Whether the schemas exist already, so that the right to create them is not needed.'),
});

const kubernetes = z.strictObject({
  backend: z
    .literal('kubernetes')
    .describe(
      'A Secret in a Kubernetes cluster for each stack; another cluster than the one that is deployed.',
    ),
  namespace: field.namespaceName().describe('Namespace of the Secrets, which must exist.'),
  prefix: prefix(field.kubernetesPrefix()),
  configPath: field.path().optional().describe('Path of the kubeconfig. Default: KUBE_CONFIG_PATH.'),
  configContext: field
    .label()
    .optional()
    .describe('Context of the kubeconfig. Default: KUBE_CTX, else its current context.'),
  inClusterConfig: z
    .boolean()
    .optional()
    .describe(
      'Whether Terraform runs in that cluster, under a service account. Default: KUBE_IN_CLUSTER_CONFIG.',
    ),
});

const consul = z.strictObject({
  backend: z.literal('consul').describe('A key of a Consul KV store for each stack.'),
  address: field
    .hostAndPort()
    .optional()
    .describe('Host and port of Consul, such as consul.contoso.com:8501. Default: CONSUL_HTTP_ADDR.'),
  scheme: z.enum(['https', 'http']).default('https').describe('Protocol of Consul.'),
  datacenter: field.label().optional().describe('Datacenter. Default: that of the agent.'),
  prefix: prefix(field.pathPrefix()),
  gzip: z.boolean().default(false).describe('Whether states are compressed.'),
  lock,
});

const cos = z.strictObject({
  backend: z
    .literal('cos')
    .describe('An object of a Tencent Cloud COS bucket for each stack; locked by a tag.'),
  bucket: field
    .bucket()
    .describe('Name of the bucket with the number of the account, such as state-1250000000.'),
  region: field.region().describe('Region of the bucket, such as ap-guangzhou.'),
  prefix: prefix(field.folder()),
  encrypt,
});

const oss = z.strictObject({
  backend: z
    .literal('oss')
    .describe('An object of an Alibaba Cloud OSS bucket for each stack; locked by a table.'),
  bucket: field.bucket().describe('Name of the bucket.'),
  region: field.region().describe('Region of the bucket, such as eu-central-1.'),
  prefix: prefix(field.folder()),
  encrypt,
  lock,
  tablestoreEndpoint: field
    .url()
    .optional()
    .describe('Endpoint of the Tablestore instance with the locks; needed unless lock is false.'),
  tablestoreTable: field
    .tableName()
    .optional()
    .describe('Table with the locks, whose primary key is LockID; needed unless lock is false.'),
});

export const state = z
  .discriminatedUnion(
    'backend',
    [local, hcp, remote, azurerm, s3, gcs, http, pg, kubernetes, consul, cos, oss],
    { error: (issue) => retiredBackend((issue.input as { backend?: unknown } | null)?.backend) },
  )
  .describe('Where Terraform keeps its state.');

/** Backends by names that people know and that are not among the choices. */
function retiredBackend(backend: unknown): string | undefined {
  switch (backend) {
    case 'cloud':
      return "this is called 'hcp' here";
    case 'swift':
    case 'artifactory':
    case 'etcd':
    case 'etcdv3':
    case 'manta':
      return 'Terraform 1.3 has removed this backend: use another one, such as azurerm';
    default:
      return undefined;
  }
}
