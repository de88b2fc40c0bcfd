import { relative, resolve } from 'node:path';
import {
  App,
  AzurermBackend,
  ConsulBackend,
  ConsulBackendConfig,
  CosBackend,
  GcsBackend,
  HttpBackend,
  LocalBackend,
  NamedCloudWorkspace,
  NamedRemoteWorkspace,
  OssBackend,
  PgBackend,
  PgBackendConfig,
  RemoteBackend,
  S3Backend,
  TaggedCloudWorkspaces,
  TerraformStack,
} from 'cdktf';
import { ValidationError } from '../../lib/shared/errors';
import { referenceIn } from '../../lib/shared/references';
import { withSlashes } from '../../lib/shared/slashes';
import { SharedConfig } from '../config';
import { HcpBackend } from './hcp-backend';
import { KubernetesBackend } from './kubernetes-backend';
import { stackTag, StateConfigOf, stateName } from './name';

/** Gives a stack the state that the configuration asks for, under a name of its own. */
export function defineStateBackend(stack: TerraformStack, { state, azure }: SharedConfig): void {
  const name = stateName(state, stack.node.id);

  switch (state.backend) {
    case 'local':
      defineLocal(stack, state, name);
      break;
    case 'hcp':
      defineHcp(stack, state, name);
      break;
    case 'remote': {
      const { organization, hostname } = state;
      new RemoteBackend(stack, { organization, hostname, workspaces: new NamedRemoteWorkspace(name) });
      break;
    }
    case 'azurerm':
      defineAzurerm(stack, state, name, azure.environment);
      break;
    case 's3':
      defineS3(stack, state, name);
      break;
    case 'gcs': {
      const { bucket, kmsEncryptionKey, impersonateServiceAccount } = state;
      new GcsBackend(stack, { bucket, prefix: name, kmsEncryptionKey, impersonateServiceAccount });
      break;
    }
    case 'http':
      defineHttp(stack, state, name);
      break;
    case 'pg': {
      const { skipSchemaCreation } = state;
      // The class demands the connection string, which holds a password: Terraform takes it from PG_CONN_STR.
      new PgBackend(stack, {
        schemaName: name,
        ...(skipSchemaCreation && { skipSchemaCreation }),
      } as PgBackendConfig);
      break;
    }
    case 'kubernetes': {
      const { namespace, configPath, configContext, inClusterConfig } = state;
      new KubernetesBackend(stack, {
        secretSuffix: name,
        namespace,
        configPath,
        configContext,
        inClusterConfig,
      });
      break;
    }
    case 'consul': {
      const { address, scheme, datacenter, gzip, lock } = state;
      // The class demands the token: Terraform takes it from CONSUL_HTTP_TOKEN.
      new ConsulBackend(stack, {
        path: name,
        address,
        scheme,
        datacenter,
        gzip,
        lock,
      } as ConsulBackendConfig);
      break;
    }
    case 'cos': {
      const { bucket, region, encrypt } = state;
      new CosBackend(stack, { bucket, region, encrypt, ...folderAndFile(name) });
      break;
    }
    case 'oss': {
      const { bucket, region, encrypt, tablestoreEndpoint, tablestoreTable } = state;
      new OssBackend(stack, {
        bucket,
        region,
        encrypt,
        tablestoreEndpoint,
        tablestoreTable,
        ...folderAndFile(name),
      });
      break;
    }
  }
}

function defineLocal(stack: TerraformStack, { directory }: StateConfigOf<'local'>, name: string): void {
  // Relative to where Terraform runs, so that the JSON is the same wherever the checkout is.
  const workingDirectory = resolve(App.of(stack).outdir, 'stacks', stack.node.id);
  const path = withSlashes(relative(workingDirectory, resolve(directory, name)));
  // The names of the folder and of the configuration are in it, which no check of the configuration has seen.
  const reference = referenceIn(path);
  if (reference !== undefined) {
    throw new ValidationError(
      `the local state would be at '${path}', which has ${reference} in it and would be resolved to something else: ` +
        "rename the file or folder, or set 'state.directory'",
      stack,
    );
  }
  new LocalBackend(stack, { path });
}

function defineHcp(stack: TerraformStack, state: StateConfigOf<'hcp'>, name: string): void {
  const { organization, hostname, project, tags } = state;

  const workspaces = tags
    ? new TaggedCloudWorkspaces([...tags, stackTag(stack.node.id)], project)
    : new NamedCloudWorkspace(name, project);
  new HcpBackend(stack, { organization, hostname, workspaces, workspaceName: name });
}

function defineAzurerm(
  stack: TerraformStack,
  state: StateConfigOf<'azurerm'>,
  key: string,
  environment: string | undefined,
): void {
  const { storageAccountName, containerName, resourceGroupName, subscriptionId, tenantId } = state;
  const { useAzureadAuth, useOidc, useMsi, clientId } = state;

  new AzurermBackend(stack, {
    storageAccountName,
    containerName,
    key,
    resourceGroupName,
    subscriptionId,
    tenantId,
    environment,
    useAzureadAuth,
    useOidc,
    useMsi,
    clientId,
  });
}

function defineS3(stack: TerraformStack, state: StateConfigOf<'s3'>, name: string): void {
  const { bucket, region, encrypt, kmsKeyId, dynamodbTable, roleArn, endpoint, skipS3Checksum } = state;
  const endpoints = { s3: endpoint, sts: state.stsEndpoint, dynamodb: state.dynamodbEndpoint };

  // Other services than AWS know neither its regions nor its accounts, and have buckets in the path.
  const elsewhere = endpoint && {
    usePathStyle: true,
    skipCredentialsValidation: true,
    skipRegionValidation: true,
    skipRequestingAccountId: true,
    skipMetadataApiCheck: true,
  };
  const backend = new S3Backend(stack, {
    bucket,
    key: name,
    region,
    encrypt,
    kmsKeyId,
    dynamodbTable,
    assumeRole: roleArn === undefined ? undefined : { roleArn },
    endpoints: Object.values(endpoints).some((one) => one !== undefined) ? endpoints : undefined,
    skipS3Checksum,
    ...elsewhere,
  });

  if (state.lock && dynamodbTable === undefined) {
    // Of Terraform 1.10, which the class of cdktf is older than.
    backend.addOverride('use_lockfile', true);
  }
}

function defineHttp(stack: TerraformStack, state: StateConfigOf<'http'>, name: string): void {
  const {
    address,
    updateMethod,
    lock,
    lockAddress = address,
    lockMethod,
    unlockAddress = lockAddress,
    unlockMethod,
  } = state;
  const at = (template: string): string => stateName({ ...state, address: template }, stack.node.id);

  const locking = lock && {
    lockAddress: at(lockAddress),
    lockMethod,
    unlockAddress: at(unlockAddress),
    unlockMethod,
  };
  new HttpBackend(stack, { address: name, updateMethod, ...locking });
}

/** These two classes take the folder and the file apart. */
function folderAndFile(name: string): { prefix: string; key: string } {
  const slash = name.lastIndexOf('/');
  return { prefix: name.slice(0, slash), key: name.slice(slash + 1) };
}
