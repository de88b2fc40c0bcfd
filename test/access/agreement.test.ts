import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { configuredAccess } from '../../access/configured/configured-access';
import { kubernetesResources } from '../../access/configured/stack-resources';
import { SynthesizedApp, synthesizedApp } from '../../access/configured/synthesized-app';
import { displayName } from '../../access/directory/sign-in';
import { loadTenant } from '../../access/directory/load-tenant';
import { ResourceRequest } from '../../access/rbac/authorizer';
import { AccessReport, accessReport, SubjectKind } from '../../access/report/report';
import { answerIn } from '../../rehearsal/access/can-i';
import { clusterAccesses } from '../../rehearsal/access/clusters';
import { directoryOf, Surroundings } from '../../rehearsal/kubernetes/cluster-rbac';
import { State, Value } from '../../rehearsal/protocol/values';
import { FileWorld } from '../../rehearsal/world/world';
import { addCluster, applied, contextOf } from '../rehearsal/access/sample-world';
import { generatedConfiguration } from './generated-configuration';
import { reportAllows } from './reading-the-report';

const TENANT = loadTenant();
const TYPES = ['namespace', 'cluster_role', 'role', 'cluster_role_binding', 'role_binding'];

const VERBS = ['get', 'list', 'create', 'update', 'delete', 'escalate', 'bind', 'impersonate'];
const PLACES = [undefined, 'shop', 'ops', 'default'];
const THINGS: Pick<ResourceRequest, 'apiGroup' | 'resource' | 'subresource' | 'name'>[] = [
  { apiGroup: '', resource: 'pods' },
  { apiGroup: '', resource: 'pods', subresource: 'log' },
  { apiGroup: '', resource: 'secrets', name: 'web' },
  { apiGroup: 'apps', resource: 'deployments', name: 'other' },
  { apiGroup: 'rbac.authorization.k8s.io', resource: 'clusterroles' },
  { apiGroup: 'example.com', resource: 'widgets' },
];

/** Every verb on every thing in every place. */
const REQUESTS = PLACES.flatMap((namespace) =>
  THINGS.flatMap((thing) => VERBS.map((verb): ResourceRequest => ({ ...thing, verb, namespace }))),
);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'agreement-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function appOf(configuration: object): SynthesizedApp {
  const file = join(folder, 'aks.yaml');
  writeFileSync(file, JSON.stringify(configuration));
  return synthesizedApp(file);
}

/** What the stand-in for Kubernetes makes of the access stack. */
function deployed(app: SynthesizedApp): Surroundings {
  const world = new FileWorld();
  const { aad } = app.config;
  addCluster(world, {
    azure_active_directory_role_based_access_control: [
      {
        tenant_id: TENANT.tenantId,
        admin_group_object_ids: aad.mode === 'managed' ? [...aad.adminGroupObjectIds] : [],
        azure_rbac_enabled: false,
      },
    ],
  });
  for (const type of TYPES) {
    for (const { resource } of kubernetesResources(app, `kubernetes_${type}`)) {
      applied(`kubernetes_${type}_v1`, asState(resource), contextOf(world));
    }
  }
  return { world, tenant: TENANT };
}

/** Terraform turns blocks that occur once into lists of one. */
function asState(resource: Readonly<Record<string, unknown>>): State {
  const single = ['metadata', 'role_ref', 'aggregation_rule'];
  return Object.fromEntries(
    Object.entries(resource).map(([name, value]) => [
      name,
      (single.includes(name) && !Array.isArray(value) ? [value] : value) as Value,
    ]),
  );
}

/** What `can-i` says, of one world. */
function canIIn(surroundings: Surroundings): (account: string) => (request: ResourceRequest) => boolean {
  const asked = {
    accesses: clusterAccesses(surroundings),
    directory: directoryOf(surroundings),
    people: 'the tenant',
  };
  return (account) => (request) => answerIn({ account, request, notes: [] }, asked)[0]!.allowed;
}

function disagreements(configuration: object): string[] {
  const app = appOf(configuration);
  const json = JSON.stringify(accessReport(configuredAccess(app, TENANT), { configuration: 'aks.yaml' }));
  const report = JSON.parse(json) as AccessReport;
  const surroundings = deployed(app);

  const disagreeing = (
    kind: SubjectKind,
    name: string,
    can: (request: ResourceRequest) => boolean,
  ): string[] =>
    REQUESTS.filter((request) => reportAllows(report, kind, name, request) !== can(request)).map(
      (request) => `${kind} ${name} ${JSON.stringify(request)}: can-i says ${can(request)}`,
    );
  const [access] = clusterAccesses(surroundings);
  const canI = canIIn(surroundings);

  return [
    ...TENANT.users.flatMap((user) => disagreeing('user', displayName(user), canI(user.objectId))),
    ...TENANT.servicePrincipals.flatMap((principal) =>
      disagreeing('service principal', displayName(principal), canI(principal.objectId)),
    ),
    ...TENANT.groups.flatMap((group) =>
      disagreeing(
        'group',
        group.displayName,
        (request) => access!.grants({ name: '', groups: [group.objectId] }, request).length > 0,
      ),
    ),
    ...['shop/ci', 'ops/backup'].flatMap((account) =>
      disagreeing('service account', account, canI(`system:serviceaccount:${account.replace('/', ':')}`)),
    ),
  ];
}

test('can-i agrees with the report for every subject, verb and namespace, whatever the configuration', () => {
  fc.assert(
    fc.property(generatedConfiguration(TENANT), (configuration) => {
      expect(disagreements(configuration)).toEqual([]);
    }),
    { numRuns: 30, seed: 6 },
  );
});

test('the comparison sees something: most generated configurations allow some requests and refuse others', () => {
  const verdicts = fc
    .sample(generatedConfiguration(TENANT), { numRuns: 10, seed: 6 })
    .map((configuration) => {
      const allowed = REQUESTS.filter(canIIn(deployed(appOf(configuration)))('bob@contoso.com'));
      return allowed.length > 0 && allowed.length < REQUESTS.length;
    });

  expect(verdicts.filter(Boolean).length).toBeGreaterThanOrEqual(5);
});
