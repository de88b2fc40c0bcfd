import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../../app/config';
import { AadAksCluster, RbacCustomRole } from '../../../lib';
import { synthConnected } from '../../lib/connected';
import { REQUIRED, synthCluster } from '../../lib/sample-cluster';

const HEAD =
  'aad: { adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41] }\ncluster: { name: shop, resourceGroupName: rg, location: eastus, nodePools: [{ name: one';

/** What is said of a pool with more keys, and of the rest of a file. */
function problemOf(pool: string, rest = ''): string {
  const folder = mkdtempSync(join(tmpdir(), 'plain-input-'));
  try {
    writeFileSync(join(folder, 'aks.yaml'), `${HEAD}${pool} }] }\n${rest}`);
    loadConfig(join(folder, 'aks.yaml'), {});
    return '';
  } catch (error) {
    return (error as Error).message;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.each([
  ['GET', 'get'],
  ['List', 'list'],
  ['impersonatE', 'impersonate'],
])(
  'verb %s is refused in aks.yaml and in the library, as the API compares verbs with case',
  (verb, meant) => {
    const role = `roles: [{ name: r, rules: [{ verbs: [watch, ${verb}], resources: [pods] }] }]`;

    expect(problemOf('', role)).toMatch(
      new RegExp(
        `aks\\.yaml:3:\\d+ roles\\[0\\]\\.rules\\[0\\]\\.verbs\\[1\\]: '${verb}', which matches nothing: write '${meant}'`,
      ),
    );
    expect(() =>
      synthConnected((stack) => {
        new RbacCustomRole(stack, 'Role', {
          name: 'r',
          rules: [{ verbs: ['watch', verb], resources: ['pods'] }],
        });
      }),
    ).toThrow(`rules[0] has verb '${verb}', which matches nothing: write '${meant}' (at 'test/Role')`);
  },
);

test('a verb that the API does not have may be in any case', () => {
  expect(problemOf('', 'roles: [{ name: r, rules: [{ verbs: [Promote], resources: [pods] }] }]')).toBe('');
});

const use = (pool: object) => () =>
  synthCluster({ ...REQUIRED }, (cluster: AadAksCluster) => {
    cluster.addNodePool('Pool', { name: 'one', ...pool });
  });

test.each(['gpu:NoSchedule', 'gpu=a b:NoSchedule', '=a:NoSchedule', 'gpu=yes:Never'])(
  'taint %s is refused by one rule, in aks.yaml and in the library',
  (taint) => {
    expect(problemOf(`, taints: ['${taint}']`)).toContain('cluster.nodePools[0].taints[0]');
    expect(use({ taints: [taint] })).toThrow(`taints '${taint}' is not valid`);
  },
);

test.each(['0%', '0', '101%', '-1', '1.5'])(
  'maxSurge %s is refused by one rule, in aks.yaml and in the library',
  (maxSurge) => {
    expect(problemOf(`, maxSurge: '${maxSurge}'`)).toContain('cluster.nodePools[0].maxSurge');
    expect(use({ maxSurge })).toThrow(`maxSurge '${maxSurge}' is not valid`);
  },
);

test('taints and maxSurge that AKS takes are taken by both', () => {
  expect(problemOf(", taints: ['gpu=:NoSchedule', 'a.b/c=d:NoExecute'], maxSurge: '100%'")).toBe('');
  expect(use({ taints: ['gpu=:NoSchedule', 'a.b/c=d:NoExecute'], maxSurge: '100%' })).not.toThrow();
});

test.each(['code', 'Code', 'sig', 'apiKey', 'access-token', 'X_Key'])(
  'an address of a state with the credential %s in it is refused, and the message has no part of it',
  (parameter) => {
    const address = `https://state.contoso.com/{stack}?a=b&${parameter}=hunter2`;
    const problem = problemOf('', `state: { backend: http, address: '${address}' }`);

    expect(problem).toContain('state.address');
    expect(problem).not.toContain('hunter2');
  },
);

test('other parameters of an address stay', () => {
  const address = 'https://state.contoso.com/{stack}?encode=1&monkey=2';

  expect(problemOf('', `state: { backend: http, address: '${address}' }`)).not.toContain('state.address');
});
