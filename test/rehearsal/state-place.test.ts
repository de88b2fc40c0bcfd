import { App, TerraformStack } from 'cdktf';
import { describeState } from '../../rehearsal/state-place';
import { StackJson, SynthesizedStack } from '../../rehearsal/workspace';
import { defineStateBackend } from '../../app/state/backend';
import { BACKENDS } from '../app/state/backend-samples';
import { load, MINIMAL } from '../app/config/config-file';

type Terraform = StackJson['terraform'];

function synthesized(terraform: Terraform): SynthesizedStack {
  return { name: 'any', directory: '.', dependencies: [], warnings: [], json: { terraform } };
}

/** What is said about the state of stacks that the app defines. */
function described(state: string, names = ['identity', 'cluster']): string {
  const config = load(`${MINIMAL}state: ${state}\n`);
  const app = new App({ skipValidation: true });

  const stacks = names.map((name) => {
    const stack = new TerraformStack(app, name);
    defineStateBackend(stack, config);
    return synthesized((stack.toTerraform() as { terraform: Terraform }).terraform);
  });
  return describeState(stacks);
}

test.each<[string, string]>([
  [BACKENDS.hcp!.least, "workspaces aks-identity, aks-cluster of organization 'contoso' at app.terraform.io"],
  [
    BACKENDS['hcp by tags']!.least,
    "workspaces tagged aks + stack:identity, tagged aks + stack:cluster of organization 'contoso' at app.terraform.io",
  ],
  [
    BACKENDS.remote!.all,
    "workspaces shop-identity, shop-cluster of organization 'contoso' at tfe.contoso.com",
  ],
  [
    BACKENDS.azurerm!.least,
    "blobs aks/identity.tfstate, aks/cluster.tfstate in container 'tfstate' of storage account 'contosostate'",
  ],
  [BACKENDS.s3!.least, "objects aks/identity.tfstate, aks/cluster.tfstate in bucket 'contoso-state' of S3"],
  [
    '{ backend: s3, bucket: contoso-state, region: eu-west-1, lock: false }',
    "objects aks/identity.tfstate, aks/cluster.tfstate in bucket 'contoso-state' of S3, without a lock",
  ],
  [
    BACKENDS.gcs!.least,
    "objects aks/identity/default.tfstate, aks/cluster/default.tfstate in bucket 'contoso-state' of Google Cloud",
  ],
  [
    BACKENDS.http!.least,
    'addresses https://state.contoso.com/aks/identity, https://state.contoso.com/aks/cluster',
  ],
  [BACKENDS.pg!.least, 'schemas aks_identity, aks_cluster of the PostgreSQL database in PG_CONN_STR'],
  [
    BACKENDS.kubernetes!.least,
    "Secrets tfstate-default-aks-identity-state, tfstate-default-aks-cluster-state in namespace 'terraform' of a Kubernetes cluster",
  ],
  [BACKENDS.consul!.least, 'keys aks/identity, aks/cluster of Consul'],
  [
    BACKENDS.cos!.least,
    "objects aks/identity.tfstate, aks/cluster.tfstate in bucket 'state-1250000000' of Tencent Cloud",
  ],
  [
    BACKENDS.oss!.least,
    "objects aks/identity.tfstate, aks/cluster.tfstate in bucket 'state' of Alibaba Cloud",
  ],
])('%s is told as what the service calls it', (state, expected) => {
  expect(described(state)).toBe(expected);
});

test('local files are advised against', () => {
  expect(described(BACKENDS.local!.least)).toMatch(
    /^local files, which is for trying out: they hold secrets/,
  );
  expect(describeState([synthesized({})])).toMatch(/^local files/);
});

test('many stacks are not all told by name', () => {
  expect(described('{ backend: consul }', ['a', 'b', 'c', 'd', 'e'])).toBe(
    'keys aks/a, aks/b, aks/c and 2 more of Consul',
  );
});

test('stacks of another app may have backends of their own, and credentials in an address', () => {
  const text = describeState([
    synthesized({ backend: { http: { address: 'https://ci:secret@contoso.com/state?token=secret' } } }),
    synthesized({ backend: { inmem: {} } }),
    synthesized({ backend: { remote: { organization: 'contoso', workspaces: { prefix: 'shop-' } } } }),
  ]);

  expect(text).toBe(
    "address https://contoso.com/state, without a lock; in the backend 'inmem'; workspace shop-* of organization 'contoso' at app.terraform.io",
  );
});
