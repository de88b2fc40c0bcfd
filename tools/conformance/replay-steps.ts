import { loadTenant } from '../../access/directory/load-tenant';
import { Tenant } from '../../access/directory/tenant';
import { azuread } from '../../rehearsal/azuread/azuread';
import { azurerm } from '../../rehearsal/azurerm/azurerm';
import { ExistingObjects } from '../../rehearsal/existing-objects';
import { kubernetes } from '../../rehearsal/kubernetes/kubernetes';
import { ServedProvider, startProviders } from '../../rehearsal/protocol/provider-server';
import { terraformEnvironment } from '../../rehearsal/terraform-binary';
import { FileWorld } from '../../rehearsal/world/world';
import { Comparison, compareChange, compareRefusal, compareValues } from './compare';
import { isRefused, RecordedCase, RecordedChange, RecordedStep, StepRecording } from './recording';
import { isMessages, TerraformFolder } from './terraform-folder';

const HOST = 'https://conformance.hcp.eastus.azmk8s.io:443';
const CERTIFICATE = 'certificate';

/** Where a recording was made: what there was before the first step. */
interface Surroundings {
  readonly served: ServedProvider;
  readonly tenant: Tenant;
  readonly provider: object;

  /** Puts into the world what was there. */
  readonly furnish: (world: FileWorld, tenant: Tenant, served: ServedProvider) => Promise<void>;
}

/** Plans, applies and plans again every step of every case, each case in a world of its own. */
export async function replaySteps(recording: StepRecording): Promise<Comparison[]> {
  const surroundings = surroundingsOf(recording.provider);
  const waiting = recording.cases.map((one, i) => ({ one, i }));
  const comparisons: Comparison[] = [];

  // Two at a time: each is a row of processes of Terraform.
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      comparisons[next.i] = await replayCase(next.one, surroundings);
    }
  };
  await Promise.all([work(), work()]);
  return comparisons;
}

async function replayCase(recorded: RecordedCase, surroundings: Surroundings): Promise<Comparison> {
  const { served, tenant, provider, furnish } = surroundings;
  const world = new FileWorld();
  await furnish(world, tenant, served);
  const providers = await startProviders({ providers: [served], tenant, world });
  const terraform = new TerraformFolder(terraformEnvironment(providers.reattach));
  const { name } = served.behaviour;

  try {
    const comparison = new Comparison(recorded.name, typeOf(recorded));
    for (const [i, step] of recorded.steps.entries()) {
      terraform.write({
        terraform: { required_providers: { [name]: { source: `hashicorp/${name}` } } },
        provider: { [name]: provider },
        ...step.config,
      });
      const goesOn = await replayStep(terraform, step, comparison.ofStep(i + 1));
      if (!goesOn) {
        break;
      }
    }
    return comparison;
  } finally {
    await providers.stop();
    terraform.remove();
  }
}

/** Whether the state is what it was in the recording, so that the next step has a meaning. */
async function replayStep(
  terraform: TerraformFolder,
  { plan, apply }: RecordedStep,
  comparison: Comparison,
): Promise<boolean> {
  const planned = await terraform.plan();
  if (isRefused(plan) || isMessages(planned)) {
    compareRefusal(comparison, 'plan', isRefused(plan) ? plan.error : [], isMessages(planned) ? planned : []);
    return isRefused(plan) && isMessages(planned);
  }
  compareChanges(comparison, plan, planned);

  const refused = await terraform.apply();
  compareRefusal(comparison, 'apply', apply?.error ?? [], refused);
  if (refused.length > 0) {
    return (apply?.error ?? []).length > 0;
  }

  if (apply?.state) {
    const state = await terraform.state();
    for (const [address, values] of Object.entries(apply.state)) {
      compareValues(comparison, `${address} in the state`, values, state[address] ?? null);
    }
  }

  const again = await terraform.plan();
  if (isMessages(again)) {
    comparison.differs('second plan', 'passes', again.join('; '));
    return false;
  }
  const actionsOf = (changes: Readonly<Record<string, RecordedChange>>): string =>
    Object.entries(changes)
      .filter(([, { actions }]) => actions !== 'no-op')
      .map(([address, { actions }]) => `${address} ${actions}`)
      .join(', ');
  comparison.requireSame('second plan', actionsOf(apply?.second_plan ?? {}), actionsOf(again));
  return true;
}

function compareChanges(
  comparison: Comparison,
  recorded: Readonly<Record<string, RecordedChange>>,
  planned: Readonly<Record<string, RecordedChange>>,
): void {
  for (const [address, change] of Object.entries(recorded)) {
    const ours = planned[address];
    if (!ours) {
      comparison.differs(address, change.actions, 'nothing');
      continue;
    }
    compareChange(comparison, address, change, ours);
  }
}

function typeOf({ steps: [first] }: RecordedCase): string {
  const { resource, data } = first!.config;
  const types = Object.keys((resource ?? data ?? {}) as object);
  return `${resource ? '' : 'data.'}${types.at(-1)}`;
}

function surroundingsOf(recorded: string): Surroundings {
  const [name, version] = recorded.replace('hashicorp/', '').split(' ') as [string, string];
  switch (name) {
    case 'azuread':
      return {
        served: { behaviour: azuread, version },
        tenant: recordedTenant(),
        provider: {},
        furnish: () => Promise.resolve(),
      };
    case 'azurerm':
      return {
        served: { behaviour: azurerm, version },
        tenant: recordedTenant(),
        provider: { features: {} },
        furnish: () => Promise.resolve(),
      };
    case 'kubernetes':
      return {
        served: { behaviour: kubernetes, version },
        tenant: {
          ...recordedTenant(),
          namespaces: ['shop'],
          objects: { kubernetes_cluster_role_binding_v1: BINDINGS },
        },
        provider: { host: HOST, client_certificate: CERTIFICATE, insecure: true },
        furnish: furnishCluster,
      };
    default:
      throw new Error(`there is no stand-in for '${name}'`);
  }
}

/** The directory that the recordings were made in. */
function recordedTenant(): Tenant {
  const shipped = loadTenant();
  const id = (digits: string): string => `00000000-0000-0000-0000-00000000${digits}`;
  const user = (userPrincipalName: string, digits: string): Tenant['users'][number] => ({
    objectId: id(digits),
    userPrincipalName,
    displayName: userPrincipalName,
    userType: 'Member',
  });

  return {
    ...shipped,
    users: [...shipped.users, user('u1@example.test', 'e011'), user('u2@example.test', 'e012')],
  };
}

/** The bindings that imports of the recording take over. */
const BINDINGS = ['t1', 't2'].map((name) => ({
  cluster: 'conformance',
  metadata: { name },
  role_ref: { api_group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
  subject: [
    {
      kind: 'User',
      name: 'x',
      api_group: 'rbac.authorization.k8s.io',
      namespace: name === 't1' ? 'default' : '',
    },
  ],
}));

async function furnishCluster(world: FileWorld, tenant: Tenant, served: ServedProvider): Promise<void> {
  const id =
    '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/conformance';
  const certificate = Buffer.from(CERTIFICATE).toString('base64');
  world.put('azurerm_kubernetes_cluster', id, {
    id,
    name: 'conformance',
    local_account_disabled: false,
    kube_config: [{ host: HOST, client_certificate: certificate }],
  });
  await new ExistingObjects(tenant, world).make([served]);
}
