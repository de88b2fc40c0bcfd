import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AppConfig, ConfigError, ConfigProblem, loadConfig } from '../config';
import { IssueReporter } from '../config/problems/issue-reporter';
import { readLayers } from '../config/layers';
import { neighbouringConfigurations } from '../config/neighbours';
import { withEnvironment } from '../config/placeholders';
import { section } from '../config/rules/section';
import { state as stateSchema } from '../config/schema/state';
import { clusterViews } from '../config/cluster-views';
import { stackIds } from '../stacks/stack-id';
import { stateAddresses } from './address';
import { defaultStateDirectory } from './directory';
import { StateConfig, stateNameProblem } from './name';

/** Where the stacks of a configuration have their states: the address, and the stack. */
type States = ReadonlyMap<string, string>;

/** The keys by which states can be kept apart, for each backend that has others than most. */
const APART_BY: Partial<Record<StateConfig['backend'], string>> = {
  local: "a 'directory'",
  http: "an 'address'",
};

/**
 * Refuses a configuration whose stacks would share a state with those of a configuration nearby: Terraform would destroy
 * what the one has deployed and deploy the other instead.
 *
 * Within a configuration no two stacks have the same ID, and so no two the same state.
 */
export function requireOwnStates(config: AppConfig): void {
  const { state, files } = config;
  const [file] = files;
  if (file === undefined) {
    return;
  }

  const stacks = stackIds(config);
  const longest = stacks.reduce((one, other) => (other.length > one.length ? other : one));
  const tooLong = stateNameProblem(state, longest);
  const problems = [
    ...(tooLong === undefined ? [] : [tooLong]),
    ...neighbouringConfigurations(file, files.slice(1)).flatMap((other) =>
      sharedWith(other, file, state, stacks),
    ),
  ];
  if (problems.length > 0) {
    throw new ConfigError(problems.map((message) => problemAtState(file, message)));
  }
}

function sharedWith(other: string, file: string, state: StateConfig, stacks: readonly string[]): string[] {
  if (isElsewhere(other, state)) {
    return [];
  }
  const states = statesOf(other);
  const shared = stacks.flatMap((stack) => {
    const address = stateAddresses(state, stack).find((one) => states.has(one));
    return address === undefined ? [] : [{ stack, address, theirs: states.get(address)! }];
  });

  const [first, ...more] = shared;
  if (!first || !isDeployable(other)) {
    return [];
  }
  const others = more.length > 0 ? `, and so would ${more.length} more` : '';
  const whose = first.theirs === first.stack ? '' : `stack '${first.theirs}' of `;
  return [
    `stack '${first.stack}' of ${file} would share ${first.address} with ${whose}${other}${others}: give one of the two files an ` +
      `'environment' or ${APART_BY[state.backend] ?? "a 'prefix'"} of its own`,
  ];
}

/**
 * What a file must hold to name a place for its states: a key, or another file that may. An escape or an explicit key can hide
 * either.
 */
const MAY_NAME_A_PLACE = /\b(state|extends)["']?\s*:|\\|\?\s/;

/** Whether a look at its text tells that a file has its states in a folder of its own, as most do. */
function isElsewhere(other: string, state: StateConfig): boolean {
  if (state.backend === 'local' && resolve(state.directory ?? '') === resolve(defaultStateDirectory(other))) {
    return false;
  }
  try {
    return !MAY_NAME_A_PLACE.test(readFileSync(other, 'utf8'));
  } catch {
    return false;
  }
}

/** No more is read than it takes; of a file that is wrong, or not ours, there are no states. */
function statesOf(file: string): States {
  try {
    const root = withEnvironment(readLayers(file).root, []);
    const { environment, state: written = {} } = section(root.plain);
    const { data: state } = stateSchema.safeParse(written);
    if (!state) {
      return new Map();
    }

    const placed =
      state.backend === 'local'
        ? { ...state, directory: state.directory ?? defaultStateDirectory(file) }
        : state;
    const stacks = stackIds({
      environment: typeof environment === 'string' ? environment : undefined,
      clusters: clusterViews(root, []),
    });
    return new Map(
      stacks.flatMap((stack) => stateAddresses(placed, stack).map((address) => [address, stack])),
    );
  } catch (error) {
    return ignored(error, new Map<string, string>());
  }
}

/** Whether it is a whole configuration, rather than a part that others extend, or one that is being written. */
function isDeployable(file: string): boolean {
  try {
    loadConfig(file);
    return true;
  } catch (error) {
    return ignored(error, false);
  }
}

function ignored<T>(error: unknown, result: T): T {
  if (error instanceof ConfigError) {
    return result;
  }
  throw error;
}

function problemAtState(file: string, message: string): ConfigProblem {
  const place = new IssueReporter(readLayers(file).root).placeOf(['state'], 'key');
  return { ...place, key: 'state', message };
}
