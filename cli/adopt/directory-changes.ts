import { yamlText } from '../../access/manifests/yaml-text';
import { StackJson, synthesizedClusters } from '../../access/configured/synthesized-app';
import { isBadInput } from '../../app/or-explain';
import { RecordedProvider } from '../../rehearsal/protocol/recorded-provider';
import { impliedType, ProviderSchema } from '../../rehearsal/protocol/schema';
import { conform, isList, isObject, State, Value } from '../../rehearsal/protocol/values';
import { Note, shown } from './not-carried-over';
import { Difference, plannedChanges } from './planned-differences';
import { Section } from './sections';
import { isEmpty } from './state-values';

/** What is taken over of the directory. */
export interface AdoptedDirectory {
  /** Keys of the section `aad`, in the place of IDs that are only referred to. */
  readonly aad: Section;
  readonly notes: readonly Note[];
}

export type Change = Omit<Difference, 'pool'>;

/** The schema of azuread that stands for the one of the stack. */
const VERSION = '3.7.0';

/** The stack of the directory, as a configuration of nothing else makes it, or what is wrong with that. */
export function identityOf(aad: Section, serverAppId = ''): StackJson | Error {
  const content = yamlText({
    azure: { subscriptionId: '00000000-0000-0000-0000-000000000000' },
    aad,
    cluster: {
      name: 'cluster',
      resourceGroupName: 'group',
      location: 'westeurope',
      defaultNodePool: { vmSize: 'Standard_D2s_v3' },
      security: { localAccounts: true },
    },
    kubernetes: { credentials: 'admin' },
  });
  try {
    const [app] = synthesizedClusters('aks.yaml', () => Buffer.from(content));
    const json = JSON.stringify(app!.stacks.identity);
    return JSON.parse(
      json.replace(/\$\{azuread_application\.ServerApp_\w+\.client_id\}/g, serverAppId),
    ) as StackJson;
  } catch (error) {
    if (!isBadInput(error)) {
      throw error;
    }
    return error;
  }
}

/** What the next apply would change of an object of the stack. */
export function changesOf(stack: StackJson, type: string, id: string, state: State): Change[] {
  const { block: schema } = ProviderSchema.load('azuread', VERSION).resource(type);
  const recorded = RecordedProvider.of('azuread')?.resource(type)?.attributes;
  const isIt = new RegExp(`^${id}(_[\\dA-F]{8})?$`);
  const [, given] = Object.entries(stack.resource?.[type] ?? {}).find(([key]) => isIt.test(key))!;
  const prior = conform(impliedType(schema), state) as State;
  const changes = plannedChanges({ schema, prior, given: given as unknown as State }, { recorded });
  // Which blocks azuread keeps that say nothing is its own affair.
  return changes.filter(({ before, after }) => !(isSilent(before) && isSilent(after)));
}

/** Nothing, or blocks of nothing but defaults. */
function isSilent(value: Value): boolean {
  if (isList(value)) {
    return value.every(isSilent);
  }
  return isObject(value) ? Object.values(value).every(isSilent) : isEmpty(value);
}

/** Why something is not taken over. */
export function cannotSay(changes: readonly Change[]): string {
  const settings = changes.map(({ path, before }) => `${nameOf(path)} ${shown(before)}`).join(', ');
  return `aks.yaml cannot say ${settings}`;
}

/** The path of an argument without indexes. */
export function nameOf(path: Change['path']): string {
  return path.filter((step) => typeof step === 'string').join('.');
}
