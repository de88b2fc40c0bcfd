import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import {
  AadAksCluster,
  AadDirectory,
  KubernetesConnection,
  KubernetesNamespace,
  RbacBinding,
  RbacRole,
} from 'cdktf-aks-aad';

/** A shop that its developers edit and alice looks at: what access.test.ts holds to be true of it. */
export function shop(app: App): TerraformStack {
  const stack = new TerraformStack(app, 'access');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  new AzureadProvider(stack, 'azuread');
  const name = { clusterName: 'myAKSCluster', resourceGroupName: 'myResourceGroup' };
  new KubernetesConnection(stack, 'Kubernetes', { cluster: AadAksCluster.fromLookup(stack, 'Aks', name) });

  const directory = new AadDirectory(stack, 'Directory');
  const { namespaceName: namespace } = new KubernetesNamespace(stack, 'Shop', { name: 'shop' });
  new RbacBinding(stack, 'Developers', {
    role: RbacRole.EDIT,
    namespace,
    subjects: [directory.group('shop-developers')],
  });
  new RbacBinding(stack, 'Readers', { role: RbacRole.VIEW, subjects: [directory.user('alice@contoso.com')] });
  return stack;
}
