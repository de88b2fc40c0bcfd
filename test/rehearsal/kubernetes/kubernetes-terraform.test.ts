import { State } from '../../../rehearsal/protocol/values';
import { Case, PROVIDER_CASES, SERVICE_CASES } from './kubernetes-cases';
import {
  addCluster,
  AS_LOCAL_ADMIN,
  CLUSTER_ADMINS,
  HOST,
  SHOP_DEVELOPERS,
  THROUGH_KUBELOGIN,
} from '../access/sample-world';
import { describeWithTerraform } from '../terraform';
import { REQUIRED, terraform, withStandIn, world } from './under-terraform';

/** Terraform's JSON syntax with one resource for each case. */
function configurationOf(cases: readonly Case[]): string {
  const resource: Record<string, Record<string, State>> = {};
  cases.forEach(([, type, object], i) => {
    resource[type] = { ...resource[type], [`case${i}`]: object };
  });
  return JSON.stringify({
    terraform: { required_providers: REQUIRED },
    provider: { kubernetes: AS_LOCAL_ADMIN },
    resource,
  });
}

const THROUGH_AZURE_CLI = `
terraform {
  required_providers {
    kubernetes = { source = "hashicorp/kubernetes" }
  }
}

provider "kubernetes" {
  host                   = "${HOST}"
  cluster_ca_certificate = "ca certificate"

  exec {
    api_version = "client.authentication.k8s.io/v1beta1"
    command     = "kubelogin"
    args        = ${JSON.stringify((THROUGH_KUBELOGIN.exec as State[])[0]!.args)}
  }
}
`;

const ACCESS = `${THROUGH_AZURE_CLI}
resource "kubernetes_namespace_v1" "shop" {
  metadata {
    name   = "shop"
    labels = { team = "shop" }
  }
}

resource "kubernetes_role_v1" "logs" {
  metadata {
    name      = "logs"
    namespace = kubernetes_namespace_v1.shop.metadata[0].name
  }
  rule {
    api_groups = [""]
    resources  = ["pods", "pods/log"]
    verbs      = ["get", "list"]
  }
}

resource "kubernetes_cluster_role_v1" "widgets" {
  metadata {
    name   = "widgets"
    labels = { extends = "everything" }
  }
  rule {
    api_groups = ["example.com"]
    resources  = ["widgets"]
    verbs      = ["*"]
  }
}

resource "kubernetes_cluster_role_v1" "everything" {
  metadata {
    name = "everything"
  }
  aggregation_rule {
    cluster_role_selectors {
      match_labels = { extends = "everything" }
    }
  }
  depends_on = [kubernetes_cluster_role_v1.widgets]
}

resource "kubernetes_service_account_v1" "ci" {
  metadata {
    name      = "ci"
    namespace = kubernetes_namespace_v1.shop.metadata[0].name
  }
}

resource "kubernetes_config_map_v1" "settings" {
  metadata {
    name      = "settings"
    namespace = kubernetes_namespace_v1.shop.metadata[0].name
  }
  data = { colour = "blue" }
}

resource "kubernetes_secret_v1" "token" {
  metadata {
    generate_name = "token-"
    namespace     = kubernetes_namespace_v1.shop.metadata[0].name
  }
  data = { token = "x" }
}

resource "kubernetes_role_binding_v1" "developers" {
  metadata {
    name      = "developers"
    namespace = kubernetes_namespace_v1.shop.metadata[0].name
  }
  role_ref {
    api_group = "rbac.authorization.k8s.io"
    kind      = "Role"
    name      = kubernetes_role_v1.logs.metadata[0].name
  }
  subject {
    kind      = "Group"
    name      = "${SHOP_DEVELOPERS}"
    namespace = ""
  }
  subject {
    kind      = "ServiceAccount"
    name      = kubernetes_service_account_v1.ci.metadata[0].name
    namespace = kubernetes_namespace_v1.shop.metadata[0].name
  }
}

resource "kubernetes_cluster_role_binding_v1" "admins" {
  metadata {
    name = "admins"
  }
  role_ref {
    api_group = "rbac.authorization.k8s.io"
    kind      = "ClusterRole"
    name      = "cluster-admin"
  }
  subject {
    api_group = "rbac.authorization.k8s.io"
    kind      = "User"
    name      = "alice@contoso.com"
    namespace = ""
  }
}

data "kubernetes_all_namespaces" "all" {
  depends_on = [kubernetes_namespace_v1.shop]
}

output "namespaces" {
  value = data.kubernetes_all_namespaces.all.namespaces
}
`;

describeWithTerraform('real Terraform on the kubernetes stand-in', () => {
  withStandIn();

  async function apply(configuration: string): Promise<void> {
    terraform.write(configuration);
    await terraform.succeed('init');
    await terraform.apply();
  }

  test.each([
    ['validate', 'provider', PROVIDER_CASES],
    ['apply', 'API server', SERVICE_CASES],
  ] as const)('%s shows everything that the %s refuses', async (command, _who, cases) => {
    terraform.write(configurationOf(cases), 'main.tf.json');
    await terraform.succeed('init');

    const { code, output } = await terraform.run(command, ...(command === 'apply' ? ['-auto-approve'] : []));

    expect(code).toBe(1);
    const missing = cases.filter(([, , , message]) =>
      typeof message === 'string'
        ? !output.includes(message.replace(/\s+/g, ' '))
        : !new RegExp(message.source.replace(/^\^/, '')).test(output),
    );
    expect(missing.map(([what]) => what)).toEqual([]);
  });

  test('everything deploys, plans empty, and is destroyed to nothing', async () => {
    const before = world.size;
    await apply(ACCESS);

    expect(await terraform.plannedChanges()).toEqual({});
    expect(await terraform.outputs()).toMatchObject({
      namespaces: expect.arrayContaining(['shop']) as string[],
    });
    expect(await terraform.resources()).toHaveLength(10);

    await terraform.destroy();
    expect(world.size).toBe(before);
  });

  test('a further subject changes its binding in place, another role replaces it', async () => {
    await apply(ACCESS);

    terraform.write(ACCESS.replace(SHOP_DEVELOPERS, CLUSTER_ADMINS));
    const otherSubject = await terraform.plannedChanges();
    terraform.write(ACCESS.replace('"cluster-admin"', '"view"'));
    const otherRole = await terraform.plannedChanges();

    expect(otherSubject).toEqual({ 'kubernetes_role_binding_v1.developers': 'update' });
    expect(otherRole).toEqual({ 'kubernetes_cluster_role_binding_v1.admins': 'delete,create' });
  });

  test('a user without `namespace = ""` keeps the namespace of the provider, and the next plan is empty', async () => {
    const careless = ACCESS.replace(
      'name      = "alice@contoso.com"\n    namespace = ""',
      'name      = "alice@contoso.com"',
    );
    await apply(careless);

    expect(await terraform.plannedChanges()).toEqual({});
  });

  test('an object that was deleted behind the back of Terraform is created again', async () => {
    await apply(ACCESS);
    world.remove('kubernetes_api_object', `${new URL(HOST).hostname} ClusterRoleBinding admins`);

    expect(await terraform.plannedChanges()).toEqual({
      'kubernetes_cluster_role_binding_v1.admins': 'create',
    });
  });

  test('an existing object is imported by its ID', async () => {
    await apply(ACCESS);
    await terraform.succeed('state', 'rm', 'kubernetes_role_binding_v1.developers');

    await terraform.succeed('import', 'kubernetes_role_binding_v1.developers', 'shop/developers');

    expect(await terraform.plannedChanges()).toEqual({});
  });

  test('a deployer who is no administrator is refused, in the words of the API server', async () => {
    addCluster(world, {
      azure_active_directory_role_based_access_control: [{ tenant_id: null, admin_group_object_ids: [] }],
    });
    terraform.write(ACCESS);
    await terraform.succeed('init');

    const { output } = await terraform.run('apply', '-auto-approve');

    expect(output).toContain(
      'cannot create resource "clusterrolebindings" in API group "rbac.authorization.k8s.io" at the cluster scope',
    );
    expect(output).toContain('cannot create resource "namespaces" in API group "" at the cluster scope');
  });
});
