import { parse, stringify } from 'yaml';
import { RehearsedConfig } from './rehearsed-config';
import { describeWithTerraform } from './terraform';

/** A group of the tenant that exists: alice is in it, and so is whoever deploys. */
const OPERATORS = '894656e1-39f8-4bfe-b16a-510f61af6f41';

const CLUSTER = 'cluster/azurerm_kubernetes_cluster.Aks';
const AAD = 'azure_active_directory_role_based_access_control';

/** Attributes that are named, or reported, in another way by azurerm 4.x. */
const OF_THE_PROVIDER = /^kube_|fqdn|_url$|_version$/;

type Section = Record<string, unknown>;
interface Configuration {
  aad: Section;
  cluster: Section & { security?: Section };
  kubernetes: Section;
}

let config: RehearsedConfig;
afterEach(() => {
  config.remove();
});

function change(edit: (configuration: Configuration) => void): void {
  config.rewrite((content) => {
    const configuration = parse(content) as Configuration;
    edit(configuration);
    return stringify(configuration);
  });
}

/** Managed in the place of legacy, the two applications kept. */
function switchToManaged({ aad, cluster }: Configuration): void {
  const { serverApp, clientApp } = aad;
  for (const key of Object.keys(aad)) {
    delete aad[key];
  }
  Object.assign(aad, {
    mode: 'managed',
    adminGroupObjectIds: [OPERATORS],
    legacyApps: { serverApp, clientApp },
  });
  cluster.network = { type: 'existing' };
}

/** What the next deployment changes: address to actions, and the attributes of the cluster. */
async function planned(): Promise<Record<string, string | string[]>> {
  const changes = Object.entries(await config.changes());
  return Object.fromEntries(
    changes.map(([address, { actions, attributes }]) => [
      address,
      address === CLUSTER && actions === 'update'
        ? attributes.filter((name) => !OF_THE_PROVIDER.test(name))
        : actions,
    ]),
  );
}

/** What a deployment has done to the identity, the cluster and the access stack; its second plan is empty. */
async function deployed(): Promise<(string | undefined)[]> {
  config.printed = '';
  await config.rehearse();

  return ['identity', 'cluster', 'access'].map(
    (stack) => new RegExp(`^${stack} +(\\d.*|No changes\\.)$`, 'm').exec(config.printed)?.[1],
  );
}

function everybodyKeepsAccess(): void {
  expect(config.canI('alice@contoso.com', 'delete', 'pods', '-n', 'shop')).toBe(true);
  expect(config.canI('bob@contoso.com', 'delete', 'pods', '-n', 'shop')).toBe(false);
}

describeWithTerraform('a cluster with legacy Azure AD', () => {
  test('becomes managed step by step, in place, and nobody loses access', async () => {
    config = new RehearsedConfig('examples/article-legacy.yaml');
    await config.rehearse();
    expect(config.printed).toContain('azurerm 3.117.1');
    everybodyKeepsAccess();

    // The switch: azurerm 4.x reads the state that 3.117 has written, and the cluster is changed in place.
    change(switchToManaged);
    expect(await planned()).toEqual({ [CLUSTER]: [AAD] });
    expect(await deployed()).toEqual([
      // Of the applications, which the cluster does not ask for any more.
      expect.stringMatching(
        /^0 added, 0 changed, 0 destroyed — outputs: cross-stack-output-azuread_application/,
      ),
      '0 added, 1 changed, 0 destroyed',
      'No changes.',
    ]);
    expect(config.printed).toContain('azurerm 4.55.0');
    everybodyKeepsAccess();

    // The deployment signs in with Azure AD, as long as the way back by the certificate is open.
    change(({ kubernetes }) => {
      kubernetes.credentials = 'kubelogin';
    });
    expect(await deployed()).toEqual(['No changes.', 'No changes.', 'No changes.']);
    everybodyKeepsAccess();

    // The certificate goes.
    change(({ cluster }) => {
      delete cluster.security;
    });
    expect(await planned()).toEqual({ [CLUSTER]: ['local_account_disabled'] });
    expect(await deployed()).toEqual(['No changes.', '0 added, 1 changed, 0 destroyed', 'No changes.']);
    everybodyKeepsAccess();

    // Only now the applications.
    change(({ aad }) => {
      delete aad.legacyApps;
    });
    expect(await deployed()).toEqual(['0 added, 0 changed, 8 destroyed', 'No changes.', 'No changes.']);
    everybodyKeepsAccess();
  });
});

describeWithTerraform('a stack of azurerm 4', () => {
  test('goes to 5 with an empty plan: what 5 has other arguments for, it reads', async () => {
    config = new RehearsedConfig('examples/all-opt-ins.yaml');
    await config.rehearse();
    expect(config.printed).toContain('azurerm 4.55.0');
    expect(config.made('azurerm_federated_identity_credential')).toHaveLength(1);

    config.rewrite((content) => `azure: { azurerm: '5' }\n${content}`);
    expect(await config.changes()).toEqual({});
    expect(await deployed()).toEqual(['No changes.', 'No changes.', 'No changes.']);
    expect(config.printed).toContain('azurerm 5.2.0');
  });
});
