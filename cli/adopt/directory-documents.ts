import { CommandFailed } from '../../access/command-failed';
import { AzureDocument, AzureObject } from './azure-object';

/** What Microsoft Graph has that a cluster may refer to. */
export type DirectoryKind = 'group' | 'application' | 'servicePrincipal';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Properties by which a document of Microsoft Graph is recognised; of a part of one some are not there. */
const MARKS: Readonly<Record<DirectoryKind, readonly string[]>> = {
  servicePrincipal: ['appId', 'servicePrincipalType'],
  application: ['appId', 'signInAudience', 'requiredResourceAccess'],
  group: ['displayName', 'securityEnabled', 'mailEnabled', 'groupTypes'],
};

const WORDS: Readonly<Record<DirectoryKind, string>> = {
  servicePrincipal: 'service principal',
  application: 'application',
  group: 'group',
};

/** What a document of the directory is about; undefined for any other. */
export function directoryKindOf({ document }: AzureDocument): DirectoryKind | undefined {
  const has = (name: string): boolean => name in document;
  const id = document.id;
  const kinds = Object.keys(MARKS) as DirectoryKind[];
  return typeof id === 'string' && UUID.test(id) ? kinds.find((kind) => MARKS[kind].every(has)) : undefined;
}

/** Of the documents those that a cluster refers to: its groups of administrators, or the applications that people sign in with. */
export function directoryOf(cluster: AzureObject, documents: readonly AzureDocument[]): AzureDocument[] {
  const profile = cluster.object('aadProfile');
  const groups = profile?.texts('adminGroupObjectIDs').map((id) => id.toLowerCase()) ?? [];
  const apps = ['serverAppID', 'clientAppID'].flatMap((name) => profile?.text(name)?.toLowerCase() ?? []);
  return documents.filter((one) => {
    const { document } = one;
    const isGroup = directoryKindOf(one) === 'group';
    const id = String(isGroup ? document.id : document.appId).toLowerCase();
    return (isGroup ? groups : apps).includes(id);
  });
}

/** Refuses what no cluster refers to; in a list, such as that of all groups, others may stand beside what one does. */
export function refuseStrangers(documents: readonly AzureDocument[], used: ReadonlySet<AzureDocument>): void {
  const listOf = ({ at }: AzureDocument): string => at.replace(/\[\d+\]$/, '');
  const useful = new Set([...used].map(listOf));
  const stranger = documents.find((one) => !used.has(one) && !useful.has(listOf(one)));
  if (stranger) {
    const kind = directoryKindOf(stranger)!;
    const { displayName } = stranger.document as { displayName?: string };
    throw new CommandFailed(
      `${stranger.at}: ${WORDS[kind]} '${displayName ?? ''}' belongs to no cluster that was given: ` +
        (kind === 'group'
          ? 'its ID is not among adminGroupObjectIDs of an aadProfile'
          : 'its appId is neither serverAppID nor clientAppID of an aadProfile'),
    );
  }
}
