import { AzureEnvironment } from '../azure-environment';

/** What go-autorest, and so kubelogin, calls the Azure clouds. */
export const KUBELOGIN_ENVIRONMENTS: Readonly<Record<AzureEnvironment, string>> = {
  [AzureEnvironment.PUBLIC]: 'AzurePublicCloud',
  [AzureEnvironment.US_GOVERNMENT]: 'AzureUSGovernmentCloud',
  [AzureEnvironment.CHINA]: 'AzureChinaCloud',
};
