import { missingApiServer } from '../../../../tools/conformance/api-server';

/** `describe` for tests that ask a real API server. Without it on the machine they are skipped, and in CI they fail. */
export function describeWithApiServer(title: string, tests: () => void): void {
  const missing = missingApiServer();
  const isSkipped = missing !== undefined && process.env.CI !== 'true';
  if (isSkipped) {
    // Written past jest, which does not show the titles of a file whose tests are all skipped.
    process.stderr.write(`SKIPPED ${title}: ${missing}\n`);
  }
  const run = isSkipped ? describe.skip : describe;

  run(title, () => {
    beforeAll(() => {
      if (missing !== undefined) {
        throw new Error(missing);
      }
    });
    tests();
  });
}

/** A list of many bindings of one role in namespace shop, as JSON for kubectl. */
export function bindings(count: number): string {
  const items = Array.from({ length: count }, (_, i) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: `team-${i}`, namespace: 'shop' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: `user-${i}@contoso.com` }],
  }));
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}
