/**
 * Why a sign-in is refused, by the number behind AADSTS: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 * and https://login.microsoftonline.com/error.
 */
const REFUSALS: Readonly<Record<string, string>> = {
  '50005': 'a policy of Conditional Access does not take the platform that is signed in from',
  '50076': 'a second factor is required, by Conditional Access or a setting of the tenant',
  '50079': 'a second factor is required, and none is registered',
  '50097': 'the device has to authenticate as well',
  '50158': 'a check outside Entra ID was not passed, such as that of another provider of second factors',
  '53000': 'a policy of Conditional Access wants a compliant device',
  '53001': 'a policy of Conditional Access wants a device that is joined to the domain',
  '53003': 'a policy of Conditional Access blocks it',
  '530003': 'a policy of Conditional Access wants a managed device',
  '700016': 'the application is not in this tenant',
  '7000215': 'the client secret is wrong',
  '7000222': 'the client secret has expired',
};

/** Whether a message of @azure/identity is about the credentials that AZURE_CLIENT_ID and others give: nothing else is tried behind them. */
export function isOfVariables(message: string): boolean {
  return message.includes('EnvironmentCredential authentication failed');
}

/** The code in a message about a sign-in, and what it means; undefined where there is none. */
export function signInRefusal(message: string): string | undefined {
  const [code, number = ''] = /AADSTS(\d+)/.exec(message) ?? [];
  return code && [code, REFUSALS[number]].filter(Boolean).join(', ');
}
