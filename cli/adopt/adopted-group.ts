import { State } from '../../rehearsal/protocol/values';
import { texts } from '../../rehearsal/world/attributes';
import { AzureDocument, AzureObject } from './azure-object';
import { AdoptedDirectory, cannotSay, changesOf, identityOf } from './directory-changes';
import { directoryKindOf } from './directory-documents';
import { groupState } from './directory-state';
import { left, Note } from './not-carried-over';
import { Section, without } from './sections';

const SYNCHRONISED = 'it comes from a directory on premises, where it is managed';

/** The first group of which nothing changes becomes `adminGroup`, of which there is one; others are referred to. */
export function adoptedGroup(profile: State, documents: readonly AzureDocument[]): AdoptedDirectory {
  const ids = [...new Set(texts(profile, 'admin_group_object_ids'))];
  const groups = documents
    .filter((one) => directoryKindOf(one) === 'group')
    .map(({ document }) => new AzureObject(document));
  const notes: Note[] = [];
  let adopted: Section | undefined;
  for (const group of groups) {
    const name = `group of administrators '${group.text('displayName') ?? ''}'`;
    const section = without({
      displayName: group.text('displayName'),
      import: group.text('id'),
      description: group.text('description'),
    });
    const reason = adopted ? 'aks.yaml takes over one such group' : reasonAgainst(group, section);
    if (reason === undefined) {
      adopted = section;
    } else {
      notes.push(left(name, `it is referred to by its ID: ${reason}`));
    }
  }
  return adopted
    ? {
        aad: {
          adminGroup: adopted,
          adminGroupObjectIds: ids.filter((id) => id.toLowerCase() !== String(adopted.import).toLowerCase()),
        },
        notes,
      }
    : { aad: {}, notes };
}

function reasonAgainst(group: AzureObject, section: Section): string | undefined {
  if (group.flag('onPremisesSyncEnabled')) {
    return SYNCHRONISED;
  }
  if (group.flag('isManagementRestricted')) {
    return 'a restricted administrative unit holds it';
  }
  const stack = identityOf({ mode: 'managed', adminGroup: section });
  if (stack instanceof Error) {
    return stack.message;
  }
  const changes = changesOf(stack, 'azuread_group', 'AdminGroup', groupState(group));
  return changes.length === 0 ? undefined : cannotSay(changes);
}
