import { signInRefusal } from '../../../cli/azure/sign-in-refusals';
import { GraphUser } from '../../../cli/azure/graph';
import { AzureApi, NotAnswered } from '../../../cli/azure/azure-api';
import { conditionalAccessFindings } from '../../../cli/doctor/sign-in-checks';
import { accessOf, patientOf } from '../../../cli/doctor/patient';
import { waysFinding } from '../../../cli/doctor/ways-check';
import { appOf, LITERAL } from '../../access/configurations';
import { bob, deployer } from './sample-tenant';

const LEGACY = `
aad: { mode: legacy, serverApp: { displayName: Server }, clientApp: { displayName: Client } }
cluster: { name: shop, resourceGroupName: rg, location: eastus, defaultNodePool: { vmSize: Standard_D2s_v3 } }
`;

describe('Conditional Access', () => {
  test('is named with its codes, and with a way around where there is one', () => {
    const [managed] = conditionalAccessFindings(appOf(LITERAL), patientOf(bob as GraphUser, []));
    const [legacy] = conditionalAccessFindings(appOf(LEGACY), patientOf(bob as GraphUser, []));

    expect(managed).toMatchObject({
      verdict: 'ok',
      text: expect.stringContaining('--login azurecli') as string,
    });
    expect(managed?.text).toMatch(/AADSTS53003.*AADSTS50005.*AADSTS50097/);
    expect(legacy).toMatchObject({ verdict: 'odd', text: expect.stringContaining('only') as string });
  });

  test('is another one for applications', () => {
    const [finding] = conditionalAccessFindings(appOf(LITERAL), patientOf(deployer, []));

    expect(finding?.text).toContain('policies for people do not apply');
  });

  test('is told from the code of a sign-in that fails, and nothing else of the message is', async () => {
    const message = 'AADSTS50076: Due to a configuration change made by your administrator, secret-thing';
    const credential = { getToken: () => Promise.reject(new Error(message)) };
    const api = new AzureApi({
      name: 'Microsoft Graph',
      endpoint: 'https://graph.example',
      scope: 's',
      credential,
    });

    await expect(api.get('/me')).rejects.toThrow(
      new NotAnswered(
        "no credentials for Microsoft Graph: the sign-in is refused (AADSTS50076, a second factor is required, by Conditional Access or a setting of the tenant); sign in with 'az login', see docs/troubleshooting.md",
      ),
    );
  });

  test('credentials in variables are named, as nothing else is tried then', async () => {
    const message =
      'EnvironmentCredential authentication failed. AADSTS7000215: Invalid client secret, secret-thing';
    const credential = { getToken: () => Promise.reject(new Error(message)) };
    const api = new AzureApi({ name: 'Azure', endpoint: 'https://azure.example', scope: 's', credential });

    await expect(api.get('/me')).rejects.toThrow(
      new NotAnswered(
        "no credentials for Azure: the credentials in AZURE_CLIENT_ID and the variables that go with it do not work (AADSTS7000215, the client secret is wrong): correct them, or unset them and sign in with 'az login'",
      ),
    );
  });

  test('a code that is not known is named all the same', () => {
    expect(signInRefusal('AADSTS99999: news')).toBe('AADSTS99999');
    expect(signInRefusal('az is not installed')).toBeUndefined();
  });
});

describe('ways up', () => {
  function ways(access: string, hasGroups = true) {
    const patient = patientOf(bob as GraphUser, hasGroups ? [] : undefined);
    return waysFinding(accessOf(appOf(`${LITERAL}\n${access}`), patient), patient);
  }

  test('are told step by step', () => {
    const found = ways(`roles:
  - { name: binder, rules: [{ apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind] }, { apiGroups: [rbac.authorization.k8s.io], resources: [clusterrolebindings], verbs: [create] }] }
access:
  - { clusterRole: binder, users: [bob@contoso.com] }
`);

    expect(found.verdict).toBe('odd');
    expect(found.text).toContain('clusterrolebindings');
    expect(found.text).toContain('is cluster administrator');
  });

  test('are none for somebody who looks at one namespace', () => {
    const access = 'access: [{ clusterRole: view, namespace: shop, users: [bob@contoso.com] }]\n';

    expect(ways(access)).toMatchObject({ verdict: 'ok', text: expect.stringContaining('none to') as string });
    expect(ways(access, false).verdict).toBe('unchecked');
  });
});
