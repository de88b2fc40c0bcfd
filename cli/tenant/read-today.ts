import { existsSync } from 'node:fs';
import { CommandFailed } from '../../access/command-failed';
import { SynthesizedApp } from '../../access/configured/synthesized-app';
import { Tenant } from '../../access/directory/tenant';
import { AksConfig } from '../../app/config';
import { apisOf } from '../azure/apis';
import { NotAnswered } from '../azure/azure-api';
import { cloudOf } from '../azure/clouds';
import { GraphBatches } from '../azure/graph-batch';
import { ApiReader, Reader } from '../azure/reader';
import { Directory, readDirectory, Sought } from './directory';
import { RecordedReader } from './recorded';
import { readResources, Resources } from './resources';
import { Wanted, wantedOf } from './wanted';
import { shellWord } from '../../lib/shared/shell';

/** The directory and Azure as they are today, as far as a configuration names them. */
export interface Today {
  readonly wanted: Wanted;
  readonly directory: Directory;
  readonly resources: Resources;
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly domain: string;

  /** What was asked, for people. */
  readonly source: string;
}

interface Sources {
  readonly graph: Reader;
  readonly arm: Reader;
  readonly words: string;

  /** What the token says of whoever asks. */
  readonly claims: { readonly oid?: unknown; readonly tid?: unknown };

  /** Ends it when there are answers missing, with how to get them. */
  readonly requireWhole: () => void;
}

/** Reads what the clusters of a configuration name, and who stood in an earlier file, as they may have another name now. */
export async function readToday(
  apps: readonly SynthesizedApp[],
  { from, earlier, people }: { readonly from?: string; readonly earlier?: Tenant; readonly people: boolean },
): Promise<Today> {
  const wanted = wantedOf(apps);
  try {
    const { graph, arm, words, claims, requireWhole } = await sourcesOf(apps[0]!.config, from);
    const sought: Sought = {
      lookups: wanted.lookups,
      ...(typeof claims.oid === 'string' && { signedIn: claims.oid }),
      ...soughtOf(earlier, people),
    };
    const directory = await readDirectory(graph, sought);
    const subscriptionId = wanted.subscriptionId ?? earlier?.subscriptionId ?? (await onlySubscription(arm));
    const resources = await readResources(arm, wanted.resources);
    requireWhole();
    return {
      wanted,
      directory,
      resources,
      ...tenantOf(directory, { wanted, earlier, claims }),
      subscriptionId: subscriptionId ?? unknownSubscription(),
      source: words,
    };
  } catch (error) {
    if (error instanceof NotAnswered) {
      throw new CommandFailed(
        `${error.message}; without network, --from <folder> says which commands to run elsewhere`,
      );
    }
    throw error;
  }
}

async function sourcesOf({ azure }: AksConfig, from: string | undefined): Promise<Sources> {
  const cloud = cloudOf(azure.environment);
  if (from !== undefined) {
    const graph = new RecordedReader('Microsoft Graph', cloud.graph, from);
    const arm = new RecordedReader('Azure', cloud.arm, from);
    return {
      graph,
      arm,
      words: `the answers in ${from}`,
      claims: {},
      requireWhole: () => refuseMissing([...graph.missing, ...arm.missing], from),
    };
  }
  const apis = apisOf(cloud);
  const claims = await apis.graph.claims();
  return {
    graph: new GraphBatches(apis.graph),
    arm: new ApiReader(apis.arm),
    words: 'Microsoft Graph and Azure',
    claims,
    requireWhole: () => undefined,
  };
}

/** Whoever stands in the earlier file: all for a comparison, else only who deploys. */
function soughtOf(earlier: Tenant | undefined, people: boolean): Partial<Sought> {
  if (!earlier) {
    return {};
  }
  const ids = (list: readonly { readonly objectId: string }[]): string[] =>
    list.filter(({ objectId }) => people || objectId === earlier.deployer).map(({ objectId }) => objectId);
  return {
    users: ids(earlier.users),
    servicePrincipals: ids(earlier.servicePrincipals),
    groups: people ? ids(earlier.groups) : [],
  };
}

function refuseMissing(missing: readonly string[], from: string): void {
  const commands = [...new Set(missing)];
  if (commands.length > 0) {
    const answers = commands.length === 1 ? '1 answer is' : `${commands.length} answers are`;
    // A shell does not make the folder of a file that it writes.
    const before = existsSync(from) ? [] : [`mkdir -p ${shellWord(from)}`];
    throw new CommandFailed(
      `${answers} not in ${from} yet. Run these where there is a network, then this again, as the members of ` +
        `groups are asked for when the groups are known:\n\n${[...before, ...commands].join('\n')}`,
    );
  }
}

function tenantOf(
  { tenantId, domain, users }: Directory,
  { wanted, earlier, claims }: { wanted: Wanted; earlier?: Tenant; claims: Sources['claims'] },
): { tenantId: string; domain: string } {
  const id = tenantId ?? (typeof claims.tid === 'string' ? claims.tid : undefined);
  if (
    id !== undefined &&
    wanted.tenantId !== undefined &&
    id.toLowerCase() !== wanted.tenantId.toLowerCase()
  ) {
    throw new CommandFailed(
      `azure.tenantId is ${wanted.tenantId}, and the account is signed in to ${id}: az login --tenant ${wanted.tenantId}`,
    );
  }
  const known = id ?? wanted.tenantId ?? earlier?.tenantId;
  const [anyDomain] = [...users.values()].flatMap(
    ({ userPrincipalName }) => userPrincipalName?.split('@')[1] ?? [],
  );
  const knownDomain = domain ?? earlier?.domain ?? anyDomain;
  if (known === undefined || knownDomain === undefined) {
    throw new CommandFailed(
      'the organization may not be read, so which tenant this is stays unknown: let the account read it (Organization.Read.All)',
    );
  }
  return { tenantId: known, domain: knownDomain };
}

/** The subscription that the account has, when it is one alone. */
async function onlySubscription(arm: Reader): Promise<string | undefined> {
  const [reply] = await arm.read(['/subscriptions?api-version=2022-12-01']);
  const { value = [] } = (reply!.status === 200 ? reply!.body : {}) as {
    value?: readonly { readonly subscriptionId: string }[];
  };
  return value.length === 1 ? value[0]!.subscriptionId : undefined;
}

function unknownSubscription(): never {
  throw new CommandFailed(
    'which subscription this is about is not known: set azure.subscriptionId or ARM_SUBSCRIPTION_ID',
  );
}
