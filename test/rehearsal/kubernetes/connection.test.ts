import { Problem } from '../../../rehearsal/world/behaviour';
import { kubernetes } from '../../../rehearsal/kubernetes/kubernetes';
import { State, Unknown } from '../../../rehearsal/protocol/values';
import { FileWorld } from '../../../rehearsal/world/world';
import { ALICE, CRB } from './kubernetes-cases';
import {
  applied,
  AS_LOCAL_ADMIN,
  binding,
  CLUSTER_ADMINS,
  contextOf,
  execBlock,
  HOST,
  subject,
  THROUGH_KUBELOGIN,
  worldWithCluster,
} from '../access/sample-world';
import { refusal } from './refused';

describe('the way to the API server', () => {
  const apply = (provider: State, world: FileWorld = worldWithCluster()): State =>
    applied(CRB, binding('b', 'view', [ALICE]), contextOf(world, provider));
  const refused = (provider: State, world?: FileWorld): Problem => refusal(() => apply(provider, world));

  test.each<[string, State, string]>([
    [
      'no host',
      { host: '' },
      'Post "http://localhost/apis/rbac.authorization.k8s.io/v1/clusterrolebindings": dial tcp 127.0.0.1:80: connect: connection refused',
    ],
    [
      'a host that is no cluster',
      { ...AS_LOCAL_ADMIN, host: 'https://gone.azmk8s.io:443' },
      'Post "https://gone.azmk8s.io:443/apis/rbac.authorization.k8s.io/v1/clusterrolebindings": dial tcp: lookup gone.azmk8s.io: no such host',
    ],
    [
      'another certificate authority',
      { ...AS_LOCAL_ADMIN, cluster_ca_certificate: 'other' },
      `Post "${HOST}/apis/rbac.authorization.k8s.io/v1/clusterrolebindings": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
    ],
    [
      'a certificate authority in Base64',
      { ...AS_LOCAL_ADMIN, cluster_ca_certificate: Buffer.from('ca certificate').toString('base64') },
      'unable to load root certificates: unable to parse bytes as PEM block',
    ],
    ['no credentials', { ...AS_LOCAL_ADMIN, client_certificate: '' }, 'Unauthorized'],
    ['a client certificate of nobody', { ...AS_LOCAL_ADMIN, client_certificate: 'other' }, 'Unauthorized'],
  ])('%s is refused', (_what, provider, summary) => {
    expect(refused(provider).summary).toBe(summary);
  });

  test('a host may be written without scheme and port', () => {
    expect(apply({ ...AS_LOCAL_ADMIN, host: 'shop-1234.hcp.eastus.azmk8s.io' }).id).toBe('b');
  });

  test('client certificates open nothing once local accounts are disabled', () => {
    expect(refused(AS_LOCAL_ADMIN, worldWithCluster({ local_account_disabled: true })).summary).toBe(
      'Unauthorized',
    );
  });

  test('nothing is read while the host is not known', () => {
    const object = { id: 'b', ...binding('b', 'view', [ALICE]) };

    expect(
      kubernetes.resources[CRB]!.read!(object, contextOf(new FileWorld(), { host: Unknown.VALUE })),
    ).toBe(object);
  });

  describe('through kubelogin', () => {
    const login = (...args: string[]): State => ({ ...THROUGH_KUBELOGIN, exec: [execBlock(...args)] });
    const SERVER = ['--server-id', '6dae42f8-4368-4678-94ff-3960e28e3630'];

    test('the deployer signs in, and as member of the admin group may do everything', () => {
      expect(apply(THROUGH_KUBELOGIN).id).toBe('b');
    });

    test.each<[string, State, string, RegExp]>([
      [
        'a token for another server',
        login('--login', 'azurecli', '--server-id', 'other'),
        'Unauthorized',
        /--server-id 6dae42f8/,
      ],
      [
        'another tenant',
        login('--login', 'azurecli', ...SERVER, '--tenant-id', 'other'),
        'getting credentials: exec: executable kubelogin failed with exit code 1',
        /AADSTS90002/,
      ],
      [
        'an application that does not exist',
        login('--login', 'spn', ...SERVER, '--client-id', 'nobody'),
        'getting credentials: exec: executable kubelogin failed with exit code 1',
        /AADSTS700016/,
      ],
      [
        'a device code',
        login('--login=devicecode', ...SERVER),
        "getting credentials: exec: kubelogin with '--login devicecode' waits for a person",
        /Use one of azurecli/,
      ],
      [
        'another program',
        { ...THROUGH_KUBELOGIN, exec: [{ command: 'aws', args: [] }] },
        'getting credentials: exec: executable aws is not run by the rehearsal',
        /kubelogin only/,
      ],
    ])('%s is refused', (_what, provider, summary, detail) => {
      const problem = refused(provider);

      expect(problem.summary).toBe(summary);
      expect(problem.detail).toMatch(detail);
    });

    test('a device code is refused before the first request already, since Terraform would hang', () => {
      const problem = refusal(() => kubernetes.configure!(login(...SERVER), contextOf(new FileWorld())));

      expect(problem.summary).toContain('waits for a person');
    });

    test('a cluster without Azure AD takes no tokens', () => {
      const world = worldWithCluster({ azure_active_directory_role_based_access_control: [] });

      expect(refused(THROUGH_KUBELOGIN, world)).toMatchObject({
        summary: 'Unauthorized',
        detail: expect.stringContaining('no Azure AD integration') as string,
      });
    });

    test('a cluster of another tenant takes no tokens of this one', () => {
      const world = worldWithCluster({
        azure_active_directory_role_based_access_control: [{ tenant_id: 'other' }],
      });

      expect(refused(THROUGH_KUBELOGIN, world).detail).toContain("tokens of tenant 'other' only");
    });

    test('a legacy cluster takes tokens for its own server application', () => {
      const aad = { tenant_id: null, server_app_id: 'server-app', admin_group_object_ids: null };
      const world = worldWithCluster({ azure_active_directory_role_based_access_control: [aad] });
      applied(
        CRB,
        binding('deployer', 'cluster-admin', [subject('Group', CLUSTER_ADMINS)]),
        contextOf(world),
      );

      expect(apply(login('--login', 'azurecli', '--server-id', 'server-app'), world).id).toBe('b');
    });
  });
});
