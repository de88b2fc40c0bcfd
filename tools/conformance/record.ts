import { readFileSync, writeFileSync } from 'node:fs';
import { ApiServer, apiServerVersion, missingApiServer } from './api-server';
import {
  isStepRecording,
  isValidationRecording,
  Json,
  RecordedCase,
  RecordedChange,
  RecordedStep,
  Recording,
  StepRecording,
  ValidationRecording,
} from './recording';
import { configurationOf, refusalsOf } from './replay-validations';
import { isMessages, TerraformFolder } from './terraform-folder';

/** A place to record in: what Terraform is told about the provider, and how to leave it. */
export interface Surroundings {
  readonly provider: Json;

  /** What the provider speaks to, such as `kube-apiserver 1.36.2`. */
  readonly server: string;
  stop(): Promise<void>;
}

export interface RecordOptions {
  /**
   * Makes what the cases of a provider start from, anew for each case.
   *
   * @default - a new API server for kubernetes; other providers have none here
   */
  readonly surroundings?: (provider: string) => (() => Promise<Surroundings>) | undefined;

  /** Environment of Terraform: its own configuration says whether providers come from the registry or a mirror. */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Records the cases of a file anew with the real provider that it names, and writes them back.
 *
 * Only the configurations of the cases are read, so a new case needs no more than a name and its steps.
 *
 * @returns why this file cannot be recorded here; undefined when it has been
 */
export async function record(file: string, options: RecordOptions = {}): Promise<string | undefined> {
  const recording = JSON.parse(readFileSync(file, 'utf8')) as Recording;
  const recorded = await recordedAnew(recording, options);
  if (typeof recorded === 'string') {
    return recorded;
  }
  const today = new Date().toISOString().slice(0, 10);
  writeFileSync(file, `${JSON.stringify({ ...recorded, recorded: today }, null, 1)}\n`);
  return undefined;
}

async function recordedAnew(recording: Recording, options: RecordOptions): Promise<Recording | string> {
  const { env = process.env, surroundings = realSurroundings } = options;
  if (isStepRecording(recording)) {
    const start = surroundings(recording.provider);
    return start
      ? recordSteps(recording, start, env)
      : `${recording.provider} needs a directory of its own with the objects that the cases name, which is not part of this repository`;
  }
  return isValidationRecording(recording)
    ? recordValidations(recording, env)
    : `${recording.provider} plans changes of a cluster that has to exist in Azure`;
}

async function recordValidations(
  recording: ValidationRecording,
  env: NodeJS.ProcessEnv,
): Promise<ValidationRecording> {
  const terraform = new TerraformFolder(env);
  try {
    terraform.write(configurationOf(recording));
    await terraform.init();
    const refusals = await refusalsOf(recording, terraform);
    return { ...recording, cases: recording.cases.map((one, i) => ({ ...one, refused: refusals[i]! })) };
  } finally {
    terraform.remove();
  }
}

async function recordSteps(
  recording: StepRecording,
  start: () => Promise<Surroundings>,
  env: NodeJS.ProcessEnv,
): Promise<StepRecording> {
  const cases: RecordedCase[] = [];
  let server: string | undefined;
  for (const one of recording.cases) {
    const surroundings = await start();
    ({ server } = surroundings);
    try {
      cases.push(await recordCase(one, recording.provider, surroundings.provider, env));
    } finally {
      await surroundings.stop();
    }
  }
  return { ...recording, server, cases };
}

async function recordCase(
  { name, steps }: RecordedCase,
  served: string,
  provider: Json,
  env: NodeJS.ProcessEnv,
): Promise<RecordedCase> {
  const [source, version] = served.split(' ') as [string, string];
  const local = source.split('/').at(-1)!;
  const terraform = new TerraformFolder(env);

  try {
    const recorded: RecordedStep[] = [];
    for (const { config } of steps) {
      terraform.write({
        terraform: { required_providers: { [local]: { source, version } } },
        provider: { [local]: provider },
        ...config,
      });
      if (recorded.length === 0) {
        await terraform.init();
      }
      recorded.push({ config, ...(await recordStep(terraform)) });
    }
    return { name, steps: recorded };
  } finally {
    terraform.remove();
  }
}

async function recordStep(terraform: TerraformFolder): Promise<Omit<RecordedStep, 'config'>> {
  const planned = await terraform.plan();
  if (isMessages(planned)) {
    return { plan: { error: planned } };
  }
  const plan = Object.fromEntries(
    Object.entries(planned).map(([address, change]) => [address, recordedChange(change)]),
  );

  const error = await terraform.apply();
  if (error.length > 0) {
    return { plan, apply: { error } };
  }
  const state = withoutChance(await terraform.state()) as Record<string, Json>;
  const again = await terraform.plan();
  if (isMessages(again)) {
    throw new Error(`the second plan is refused, for which recordings have no place: ${again.join('; ')}`);
  }
  const changed = Object.entries(again).filter(([, { actions }]) => actions !== 'no-op');
  const secondPlan = changed.map(([address, change]) => [address, recordedChange(change)]);

  return {
    plan,
    apply: { state, second_plan: Object.fromEntries(secondPlan) as Record<string, RecordedChange> },
  };
}

function recordedChange(change: RecordedChange): RecordedChange {
  const { actions, replace_paths: paths, after = null } = change;
  if (actions === 'no-op') {
    return { actions };
  }
  return {
    actions,
    ...((paths ?? []).length > 0 && { replace_paths: paths }),
    after: withoutChance(after),
    unknown: change.unknown,
  };
}

const UUID = /\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;
const TIME = /\b\d{4}-\d\d-\d\dT[\d:.]+Z/g;

/** What an API server counts or draws by lot, and what is no two times the same. */
const BY_CHANCE = new Set(['generation', 'resource_version', 'uid']);

/** The same value for every run of the same case. */
function withoutChance(value: Json): Json {
  if (typeof value === 'string') {
    return value.replace(UUID, '<uuid>').replace(TIME, '<time>');
  }
  if (Array.isArray(value)) {
    return (value as Json[]).map(withoutChance);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !BY_CHANCE.has(name))
      .map(([name, member]) => [name, withoutChance(member)]),
  );
}

function realSurroundings(provider: string): (() => Promise<Surroundings>) | undefined {
  if (!provider.startsWith('hashicorp/kubernetes ')) {
    return undefined;
  }
  const missing = missingApiServer();
  if (missing !== undefined) {
    throw new Error(missing);
  }
  return startCluster;
}

/** An API server with the namespace and the bindings that the cases start from. */
async function startCluster(): Promise<Surroundings> {
  const server = await ApiServer.start();
  const rbac = 'rbac.authorization.k8s.io';
  const made = [
    await server.ask('POST', '/api/v1/namespaces', { metadata: { name: 'shop' } }),
    ...(await Promise.all(
      [{ name: 't1', namespace: 'default' }, { name: 't2' }].map(({ name, namespace }) =>
        server.ask('POST', `/apis/${rbac}/v1/clusterrolebindings`, {
          metadata: { name },
          roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'view' },
          subjects: [{ apiGroup: rbac, kind: 'User', name: 'x', namespace }],
        }),
      ),
    )),
  ];
  const refused = made.find(({ status }) => status !== 201);
  if (refused) {
    await server.stop();
    throw new Error(`the API server has refused what the cases start from: ${JSON.stringify(refused.body)}`);
  }
  return {
    provider: server.connection(),
    server: `kube-apiserver ${apiServerVersion().slice(1)}`,
    stop: () => server.stop(),
  };
}
