import { AksConfig } from '../../app/config';
import { Finding } from './findings';

/** What makes azurerm and azuread sign in as an application or an identity, where it is true. */
export const SIGN_INS = ['ARM_USE_AKS_WORKLOAD_IDENTITY', 'ARM_USE_MSI', 'ARM_USE_OIDC'];

/** What azurerm and azuread read of the environment as true or false. */
const SWITCHES = [...SIGN_INS, 'ARM_USE_CLI'];

/** What Terraform takes for true or false; `True`, as Python and Azure DevOps have it, is an error. */
const TRUE_OR_FALSE = ['true', 'false', '1', '0'];

const PUBLIC = ['public', 'global'];

/** What variables make of the providers' sign-in that Terraform would refuse, or that the configuration does not know of. */
export function variablesFinding({ azure }: Pick<AksConfig, 'azure'>, env = process.env): Finding {
  const check = 'variables';
  const [name] = SWITCHES.filter((one) => env[one] && !TRUE_OR_FALSE.includes(env[one]));
  if (name !== undefined) {
    return {
      check,
      verdict: 'wrong',
      text: `${name} is '${env[name]}', which azurerm and azuread refuse`,
      fix: `set it to true or false`,
    };
  }
  const cloud = env.ARM_ENVIRONMENT;
  if (azure.environment === undefined && cloud && !PUBLIC.includes(cloud.toLowerCase())) {
    return {
      check,
      verdict: 'wrong',
      text: `ARM_ENVIRONMENT points azurerm and azuread at '${cloud}', but the configuration is for the public cloud`,
      fix: 'name the cloud under azure.environment, or unset the variable',
    };
  }
  return { check, verdict: 'ok', text: 'no ARM_… variable contradicts the configuration' };
}
