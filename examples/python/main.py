"""A cluster and who may do what in it: every construct of cdktf-aks-aad, in three stacks."""

from cdktf import App, TerraformStack
from cdktf_aks_aad import (
    AadAksCluster,
    AadClientApp,
    AadDirectory,
    AadGroup,
    AadGroupActivationPolicy,
    AadGroupEligibility,
    AadIntegration,
    AadServerApp,
    AksApiServerOptions,
    AksIdentityRole,
    AksSkuTier,
    AksUpgradeOptions,
    AzureRole,
    AzureRoleActivationPolicy,
    AzureRoleCondition,
    AzureRoleDefinition,
    AzureRoleEligibility,
    CustomResources,
    KubernetesConnection,
    KubernetesCredentials,
    KubernetesNamespace,
    MaintenanceWindow,
    RbacBinding,
    RbacCustomRole,
    RbacRole,
    RbacRule,
    RbacSubject,
    Weekday,
)
from cdktf_cdktf_provider_azuread.provider import AzureadProvider
from cdktf_cdktf_provider_azurerm.provider import AzurermProvider, AzurermProviderFeatures
from constructs import Construct

REGISTRY = (
    "/subscriptions/8ecadfc9-d1a3-4ea4-b844-0d9f87e4d7c8/resourceGroups/images"
    "/providers/Microsoft.ContainerRegistry/registries/contoso"
)

CLUSTER = {"cluster_name": "myAKSCluster", "resource_group_name": "myResourceGroup"}


class IdentityStack(TerraformStack):
    admins: AadGroup

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        AzureadProvider(self, "azuread")

        directory = AadDirectory(self, "Directory")
        self.admins = directory.create_group(
            "Admins",
            display_name="myAKSCluster-admins",
            members=[directory.user("alice@contoso.com"), directory.service_principal("ci-deployer")],
        )

        AadGroupEligibility(
            self,
            "OnCall",
            group=self.admins,
            member=directory.user("bob@contoso.com"),
            policy=AadGroupActivationPolicy(self, "Activation", group=self.admins, maximum_minutes=60),
        )

        server_app = AadServerApp(self, "ServerApp", display_name="AKS server")
        AadClientApp(self, "ClientApp", display_name="AKS client", server_app=server_app)


class ClusterStack(TerraformStack):
    def __init__(self, scope: Construct, id: str, admins: AadGroup) -> None:
        super().__init__(scope, id)
        AzurermProvider(self, "azurerm", features=[AzurermProviderFeatures()])

        cluster = AadAksCluster(
            self,
            "Aks",
            **CLUSTER,
            location="eastus",
            aad=AadIntegration.managed(admin_group_object_ids=[admins.object_id]),
            sku_tier=AksSkuTier.STANDARD,
            api_server=AksApiServerOptions(authorized_ip_ranges=["203.0.113.0/24"]),
            upgrades=AksUpgradeOptions(
                window=MaintenanceWindow.weekly(day=Weekday.SUNDAY, start_time="02:00", duration_hours=4)
            ),
            tags={"team": "platform"},
        )
        cluster.add_node_pool("Apps", name="apps", min_count=1, max_count=3, labels={"workload": "apps"})
        cluster.add_workload_identity("Deployer", namespace="shop", service_account="deployer")
        cluster.grant_identity_role("Images", AksIdentityRole.acr_pull(REGISTRY))
        cluster.grant_azure_role(
            "Developers",
            role=AzureRole.CLUSTER_USER,
            subject=RbacSubject.group("5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10"),
        )
        certificates = AzureRoleDefinition(
            self,
            "Certificates",
            cluster=cluster,
            role_name="myAKSCluster certificates",
            data_actions=["customresources/read"],
        )
        cluster.grant_azure_role(
            "CertificateReaders",
            role=certificates.role,
            subject=RbacSubject.group("5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10"),
            condition=AzureRoleCondition.custom_resources(
                [CustomResources(api_group="cert-manager.io", resources=["certificates"])]
            ),
        )
        role = AzureRole.CLUSTER_ADMIN
        AzureRoleEligibility(
            self,
            "OnCall",
            role=role,
            cluster=cluster,
            subject=RbacSubject.group("0d5e9c1b-7f64-4a53-8d2e-9b1c3a5f7e20"),
            policy=AzureRoleActivationPolicy(
                self, "Activation", role=role, cluster=cluster, maximum_minutes=60
            ),
        )


class AccessStack(TerraformStack):
    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        AzureadProvider(self, "azuread")
        AzurermProvider(self, "azurerm", features=[AzurermProviderFeatures()])

        KubernetesConnection(
            self,
            "Kubernetes",
            cluster=AadAksCluster.from_lookup(self, "Aks", **CLUSTER),
            credentials=KubernetesCredentials.kubelogin(),
        )
        directory = AadDirectory(self, "Directory")
        shop = KubernetesNamespace(self, "Shop", name="shop", labels={"team": "shop"})

        restarter = RbacCustomRole(
            self,
            "Restarter",
            name="restarter",
            rules=[RbacRule(resources=["deployments"], verbs=["get", "list", "patch"])],
        )
        developers = RbacBinding(
            self,
            "Developers",
            role=RbacRole.EDIT,
            namespace=shop.namespace_name,
            subjects=[directory.group("shop-developers")],
        )
        developers.add_subject(
            directory.user("erin@contoso.com"), RbacSubject.service_account("shop", "deployer")
        )
        RbacBinding(self, "OnCall", role=restarter, subjects=[directory.group("on-call")])


app = App()
identity = IdentityStack(app, "identity")
cluster = ClusterStack(app, "cluster", identity.admins)
AccessStack(app, "access").add_dependency(cluster)
app.synth()
