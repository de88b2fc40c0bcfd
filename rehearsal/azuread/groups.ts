import { text } from '../world/attributes';
import { Directory } from './directory';
import { Context, ResourceBehaviour } from '../world/behaviour';
import { State } from '../protocol/values';

export const group: ResourceBehaviour = {
  replacedBy: ['assignable_to_role', 'types', 'onpremises_group_type'],
  unread: { prevent_duplicate_names: false },
  defaults: () => ({ prevent_duplicate_names: false }),
  apply: (planned, prior, context) => {
    const displayName = text(planned, 'display_name') ?? '';
    const objectId =
      text(prior ?? planned, 'object_id') ?? new Directory(context).newId('azuread_group', displayName);
    return {
      id: `/groups/${objectId}`,
      object_id: objectId,
      mail_nickname: text(planned, 'mail_nickname') ?? objectId.slice(0, 10),
      visibility: text(planned, 'visibility') ?? 'Private',
      // Who creates a group owns it, unless owners are named.
      owners: Array.isArray(planned.owners) ? planned.owners : [context.tenant.deployer],
      members: Array.isArray(planned.members) ? planned.members : [],
    };
  },
  read: (stored, context) => ({ ...stored, members: [...membersOf(stored, context)] }),
  remove: (prior, context) => {
    for (const membership of context.world.all('azuread_group_member')) {
      if (membership.group_object_id === prior.object_id) {
        context.world.remove('azuread_group_member', text(membership, 'id') ?? '');
      }
    }
  },
};

export const groupMember: ResourceBehaviour = {
  replacedBy: ['group_object_id', 'member_object_id'],
  apply: (planned) => ({
    id: `${text(planned, 'group_object_id')}/member/${text(planned, 'member_object_id')}`,
  }),
};

function membersOf(stored: State, context: Context): readonly string[] {
  const groups = new Directory(context).groups;
  return groups.find((candidate) => candidate.objectId === stored.object_id)?.members ?? [];
}
