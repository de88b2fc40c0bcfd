import { SynthesizedApp } from '../../access/configured/synthesized-app';
import { isUser } from '../../access/directory/sign-in';
import { Finding } from './findings';
import { Patient } from './patient';

/** What Conditional Access may do to the sign-in. Its policies cannot be read with the rights that everybody has. */
export function conditionalAccessFindings({ config }: SynthesizedApp, { account }: Patient): Finding[] {
  const check = 'Conditional Access';
  if (!isUser(account)) {
    return [
      {
        check,
        verdict: 'ok',
        text: 'policies for people do not apply to it; one for workload identities, by address or risk, would refuse it with AADSTS53003',
      },
    ];
  }
  const refused =
    'is refused where a policy blocks that flow (AADSTS53003), or wants a platform (AADSTS50005) or a device that is known, ' +
    'compliant or managed (AADSTS50097, AADSTS53000, AADSTS530003): a code does not say which device it was entered on';
  return [
    config.aad.mode === 'managed'
      ? {
          check,
          verdict: 'ok',
          text: `what az aks get-credentials writes signs in by device code, which ${refused}. 'kubelogin convert-kubeconfig --login azurecli', or interactive, does without`,
        }
      : {
          check,
          verdict: 'odd',
          text: `kubectl signs in by device code only with legacy Azure AD, which ${refused}`,
        },
  ];
}
