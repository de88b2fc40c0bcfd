import { NotAnswered, refusal } from '../azure/azure-api';
import { Reader } from '../azure/reader';
import { armPath, url } from '../url';

/** Which resources there are, as far as that may be read. */
export interface Resources {
  readonly existing: readonly string[];
  readonly missing: readonly string[];

  /** What may not be read, in words. */
  readonly unread: readonly string[];
}

/** The version of the API for resource groups and for what providers offer. */
const API_VERSION = '2021-04-01';

const PROVIDED = /^\/subscriptions\/([^/]+)\/resourceGroups\/[^/]+\/providers\/([^/]+)\/(.+)$/i;

interface Provider {
  readonly resourceTypes?: readonly {
    readonly resourceType: string;
    readonly apiVersions?: readonly string[];
  }[];
}

/** Asks Azure for resources by their IDs, each in the newest version of the API that its provider offers. */
export async function readResources(reader: Reader, ids: readonly string[]): Promise<Resources> {
  const providers = await providersOf(reader, ids);
  const known = ids.map((id) => ({ id, version: versionOf(id, providers) }));
  const asked = known.filter(({ version }) => version !== undefined);
  const replies = await reader.read(
    asked.map(({ id, version }) => armPath(id) + url`?api-version=${version!}`),
  );

  const withStatus = (...statuses: number[]): string[] =>
    asked.filter((_, i) => statuses.includes(replies[i]!.status)).map(({ id }) => id);
  const failed = replies.find(({ status }) => ![200, 403, 404].includes(status));
  if (failed) {
    throw new NotAnswered(
      `${reader.name} does not answer for a resource: ${refusal(failed.status, failed.pause)}`,
    );
  }
  return {
    existing: withStatus(200),
    missing: withStatus(404),
    unread: [...withStatus(403), ...known.filter(({ version }) => version === undefined).map(({ id }) => id)],
  };
}

/** What the providers of the resources offer, by their path. */
async function providersOf(
  reader: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Provider | undefined>> {
  const paths = [...new Set(ids.flatMap((id) => providerPath(id) ?? []))];
  const replies = await reader.read(paths);
  return new Map(
    paths.map((path, i) => [path, replies[i]!.status === 200 ? (replies[i]!.body as Provider) : undefined]),
  );
}

function providerPath(id: string): string | undefined {
  const [, subscription, namespace] = PROVIDED.exec(id) ?? [];
  return namespace === undefined
    ? undefined
    : url`/subscriptions/${subscription!}/providers/${namespace}?api-version=${API_VERSION}`;
}

/** The newest version that is no preview; of a part that is not listed, such as a subnet, that of the whole. */
function versionOf(id: string, providers: ReadonlyMap<string, Provider | undefined>): string | undefined {
  const path = providerPath(id);
  if (path === undefined) {
    return API_VERSION;
  }
  const segments = PROVIDED.exec(id)![3]!.split('/');
  const types = segments.filter((_, i) => i % 2 === 0);
  for (let length = types.length; length > 0; length -= 1) {
    const type = types.slice(0, length).join('/').toLowerCase();
    const offered = providers
      .get(path)
      ?.resourceTypes?.find(({ resourceType }) => resourceType.toLowerCase() === type)?.apiVersions;
    const version = offered?.find((one) => !one.includes('preview')) ?? offered?.[0];
    if (version !== undefined) {
      return version;
    }
  }
  return undefined;
}
