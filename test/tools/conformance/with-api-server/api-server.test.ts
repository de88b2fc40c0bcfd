import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { bindingsOfAdminGroups } from '../../../../access/azure/azure-bindings';
import { configuredAccess } from '../../../../access/configured/configured-access';
import { synthesizedApp } from '../../../../access/configured/synthesized-app';
import { loadTenant } from '../../../../access/directory/load-tenant';
import { manifests, toYaml } from '../../../../access/manifests/manifests';
import { aggregatedRules } from '../../../../access/rbac/aggregation';
import { ResourceRequest, UserInfo } from '../../../../access/rbac/authorizer';
import { defaultObjects } from '../../../../access/rbac/default-roles';
import { LabelSelector, PolicyRule, serviceAccountUser } from '../../../../access/rbac/objects';
import { ApiServer, apiServerVersion } from '../../../../tools/conformance/api-server';
import { appOf } from '../../../access/configurations';
import { generatedConfiguration } from '../../../access/generated-configuration';
import { describeWithApiServer } from './describe-with-api-server';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const TENANT = loadTenant();
const CONFIGURATIONS = 300;
const QUESTIONS = 60;

interface Item {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly [key: string]: unknown;
}

let server: ApiServer;

const PLURALS: Readonly<Record<string, string>> = {
  Namespace: 'namespaces',
  ClusterRole: 'clusterroles',
  Role: 'roles',
  ClusterRoleBinding: 'clusterrolebindings',
  RoleBinding: 'rolebindings',
};

function pathOf({ kind, metadata: { namespace } }: Item): string {
  const base = kind === 'Namespace' ? '/api/v1' : RBAC;
  return `${base}${namespace === undefined ? '' : `/namespaces/${namespace}`}/${PLURALS[kind]}`;
}

async function create(item: Item): Promise<void> {
  const { status, body } = await server.ask('POST', pathOf(item), item);
  if (status !== 201) {
    throw new Error(`${item.kind} ${item.metadata.name}: ${JSON.stringify(body)}`);
  }
}

async function items(plural: string): Promise<Item[]> {
  return (await server.ask('GET', `${RBAC}/${plural}`)).body.items as Item[];
}

/** What kube-controller-manager would do, which is not there: puts the rules of the selected roles into the others. */
async function aggregate(): Promise<void> {
  const roles = await items('clusterroles');
  const selected = (selectors: readonly LabelSelector[]): PolicyRule[] =>
    roles
      .filter(({ aggregationRule, metadata: { labels = {} } }) =>
        selectors.some(
          ({ matchLabels = {} }) =>
            aggregationRule === undefined &&
            Object.entries(matchLabels).every(([key, value]) => labels[key] === value),
        ),
      )
      .flatMap(({ rules }) => (rules as PolicyRule[] | null) ?? []);
  // An aggregated role may be selected itself, as `edit` is for `admin`.
  const chain: Readonly<Record<string, readonly string[]>> = {
    admin: ['admin', 'edit', 'view'],
    edit: ['edit', 'view'],
  };
  const own = (name: string): LabelSelector[] =>
    (
      roles.find(({ metadata }) => metadata.name === name)!.aggregationRule as {
        clusterRoleSelectors: LabelSelector[];
      }
    ).clusterRoleSelectors;

  for (const role of roles.filter(({ aggregationRule }) => aggregationRule !== undefined)) {
    const { name } = role.metadata;
    const rules = selected((chain[name] ?? [name]).flatMap(own));
    if (isDeepStrictEqual(rules, role.rules ?? [])) {
      continue;
    }
    const { status } = await server.ask('PUT', `${RBAC}/clusterroles/${name}`, { ...role, rules });
    expect(status).toBe(200);
  }
}

async function isAllowed(
  user: UserInfo,
  { verb, apiGroup, resource, subresource, name, namespace }: ResourceRequest,
) {
  const { body } = await server.ask('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: {
      user: user.name,
      groups: user.groups,
      resourceAttributes: { verb, group: apiGroup, resource, subresource, name, namespace },
    },
  });
  return (body.status as { allowed: boolean }).allowed;
}

const request: fc.Arbitrary<ResourceRequest> = fc.record(
  {
    verb: fc.constantFrom('get', 'list', 'create', 'update', 'delete', 'escalate', 'bind', 'impersonate'),
    apiGroup: fc.constantFrom('', '', 'apps', 'rbac.authorization.k8s.io', 'example.com'),
    resource: fc.constantFrom(
      'pods',
      'secrets',
      'deployments',
      'configmaps',
      'nodes',
      'clusterroles',
      'leases',
    ),
    subresource: fc.constantFrom('log', 'exec'),
    name: fc.constantFrom('web', 'other'),
    namespace: fc.constantFrom('shop', 'ops', 'default'),
  },
  { requiredKeys: ['verb', 'apiGroup', 'resource'] },
);

describeWithApiServer('a real API server', () => {
  beforeAll(async () => {
    server = await ApiServer.start();
    for (const name of ['shop', 'ops']) {
      await create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    }
    await aggregate();
  });
  afterAll(() => server?.stop());

  test('makes the roles that are taken to be there', async () => {
    const known = defaultObjects(apiServerVersion().slice(1));
    const expected = known.clusterRoles.map(({ metadata, rules, ...role }) => ({
      name: metadata.name,
      rules:
        'aggregationRule' in role ? aggregatedRules({ ...role, metadata, rules }, known.clusterRoles) : rules,
    }));
    const found = await items('clusterroles');

    for (const { name, rules } of expected) {
      const real = found.find(({ metadata }) => metadata.name === name);
      expect({ name, rules: single(real?.rules as PolicyRule[]) }).toEqual({ name, rules: single(rules) });
    }
    expect(found.map(({ metadata }) => metadata.name).sort()).toEqual(
      expected.map(({ name }) => name).sort(),
    );
    expect((await items('roles')).map(({ metadata }) => metadata.name).sort()).toEqual(
      known.roles.map(({ metadata }) => metadata.name).sort(),
    );
  });

  test.each([
    'aks.yaml',
    ...['adopted-cluster', 'all-opt-ins', 'article-legacy', 'azure-rbac', 'azurerm-5', 'custom-roles'].map(
      example,
    ),
    ...['existing-cluster', 'hcp-terraform', 'two-teams'].map(example),
  ])('takes the manifests of %s, and finds them unchanged the second time', (file) => {
    const objects = manifests(configuredAccess(synthesizedApp(file), TENANT));
    const namespaces = new Set(
      objects.map(({ metadata }) => (metadata as Item['metadata']).namespace ?? 'default'),
    );
    const outer = [...namespaces].map((name) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    }));
    server.kubectl(['apply', '-f', '-'], toYaml(outer));

    const lines = (): string[] => server.kubectl(['apply', '-f', '-'], toYaml(objects)).trim().split('\n');
    expect(lines()).toHaveLength(objects.length);
    expect(lines().filter((line) => !line.endsWith(' unchanged'))).toEqual([]);
    server.kubectl(
      ['delete', '--wait=false', '-f', '-'],
      toYaml(objects.filter(({ kind }) => kind !== 'Namespace')),
    );
  });

  test('reads names as they are written, whatever they look like', () => {
    const names = ['no', 'on', 'y', '1_000', '0b11', '1e3', 'null', '2026-11-27', '1:30', '0x1F'];
    const objects = names.map((name) => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name, annotations: { note: name } },
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'], resourceNames: [name] }],
    }));

    server.kubectl(['apply', '-f', '-'], toYaml(objects));
    for (const name of names) {
      const [role] = objects.filter(({ metadata }) => metadata.name === name);
      expect(JSON.parse(server.kubectl(['get', 'clusterrole', name, '-o', 'json']))).toMatchObject({
        metadata: { name, annotations: { note: name } },
        rules: role!.rules,
      });
    }
    server.kubectl(['delete', '-f', '-'], toYaml(objects));
  });

  test(`decides as the report does, over ${CONFIGURATIONS} random configurations`, async () => {
    const answers: boolean[] = [];
    const configurations = fc.sample(generatedConfiguration(TENANT), { numRuns: CONFIGURATIONS, seed: 36 });
    const questions = fc.sample(request, { numRuns: CONFIGURATIONS * QUESTIONS, seed: 36 });

    for (const [i, configuration] of configurations.entries()) {
      const app = appOf(JSON.stringify(configuration));
      const configured = configuredAccess(app, TENANT);
      const { access } = configured;
      const { aad } = app.config;
      const admins = bindingsOfAdminGroups(aad.mode === 'managed' ? aad.adminGroupObjectIds : []).map(
        (binding) => ({
          apiVersion: 'rbac.authorization.k8s.io/v1',
          ...binding,
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', ...binding.roleRef },
          subjects: binding.subjects.map((subject) => ({
            apiGroup: 'rbac.authorization.k8s.io',
            ...subject,
          })),
        }),
      );
      const objects = [
        ...(manifests(configured) as unknown as Item[]),
        ...(admins as unknown as Item[]),
      ].filter(({ kind }) => kind !== 'Namespace');
      await Promise.all(objects.map(create));
      await aggregate();

      const users: UserInfo[] = [
        ...TENANT.users.map((user) => access.signIn(user).user),
        ...['shop', 'ops'].map((namespace) => serviceAccountUser(namespace, 'ci')),
      ];
      const asked = questions.slice(i * QUESTIONS, (i + 1) * QUESTIONS).map((question, at) => {
        const user = users[at % users.length]!;
        return { user, question, ours: access.grants(user, question).length > 0 };
      });
      await Promise.all(
        asked.map(async ({ user, question, ours }) => {
          let theirs = await isAllowed(user, question);
          // The authorizer learns of changes a moment later.
          for (let tries = 0; theirs !== ours && tries < 120; tries++) {
            await new Promise((resolve) => setTimeout(resolve, 25));
            theirs = await isAllowed(user, question);
          }
          expect({ configuration, user, question, allowed: theirs }).toEqual({
            configuration,
            user,
            question,
            allowed: ours,
          });
        }),
      );
      answers.push(...asked.map(({ ours }) => ours));
      await Promise.all(objects.map((item) => server.ask('DELETE', `${pathOf(item)}/${item.metadata.name}`)));
    }
    expect(answers).toHaveLength(CONFIGURATIONS * QUESTIONS);
    const allowed = answers.filter(Boolean).length / answers.length;
    expect(allowed).toBeGreaterThan(0.05);
    expect(allowed).toBeLessThan(0.95);
  });
});

function example(name: string): string {
  return `examples/${name}.yaml`;
}

/** Rules taken apart into single rights, so that it does not matter how they are put together. */
function single(rules: readonly PolicyRule[] = []): string[] {
  const rights = rules.flatMap(
    ({ verbs, apiGroups = [], resources = [], resourceNames = [''], nonResourceURLs = [] }) =>
      verbs.flatMap((verb) => [
        ...apiGroups.flatMap((group) =>
          resources.flatMap((resource) =>
            resourceNames.map((name) => `${verb} ${group}/${resource} ${name}`),
          ),
        ),
        ...nonResourceURLs.map((url) => `${verb} ${url}`),
      ]),
  );
  return [...new Set(rights)].sort();
}
