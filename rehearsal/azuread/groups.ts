import { isTrue, isUnknown, text, texts } from '../world/attributes';
import { refuseDuplicateName } from './duplicate-names';
import { Directory } from './directory';
import { Context, Refusal, ResourceBehaviour } from '../world/behaviour';
import { State } from '../protocol/values';

export const group: ResourceBehaviour = {
  unread: { prevent_duplicate_names: false },
  customizeDiff: (change, context) => {
    refuseDuplicateName('azuread_group', change, context);
    const { planned } = change;
    if (
      isTrue(planned, 'mail_enabled') &&
      !isUnknown(planned.types) &&
      !texts(planned, 'types').includes('Unified')
    ) {
      throw new Refusal({
        summary: '`types` must contain "Unified" for mail-enabled groups',
        path: ['types'],
      });
    }
    return planned;
  },
  apply: (planned, prior, context) => {
    refuseRemovalOfLastUser(planned, prior, context);
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

/**
 * Azure AD keeps the last owner that is a user, service principals aside, unless the group is role-assignable.
 *
 * @see https://github.com/hashicorp/terraform-provider-azuread/issues/464
 * @see https://github.com/hashicorp/terraform-provider-azuread/issues/1435
 */
function refuseRemovalOfLastUser(planned: State, prior: State | null, context: Context): void {
  if (!prior || !Array.isArray(planned.owners) || isTrue(planned, 'assignable_to_role')) {
    return;
  }
  const directory = new Directory(context);
  const isUser = (id: string): boolean => directory.principal(id)?.type === 'User';
  if (texts(prior, 'owners').some(isUser) && !texts(planned, 'owners').some(isUser)) {
    throw new Refusal({
      summary:
        'unexpected status 400 (400 Bad Request) with error: Request_BadRequest: The group must have at least one owner, hence this owner cannot be removed.',
      detail:
        'Azure AD keeps the last owner that is a user; service principals do not count. Keep a user among the owners, beside whoever is new ' +
        "(adminGroup.owners; a prop 'owners').",
      path: ['owners'],
    });
  }
}

export const groupMember: ResourceBehaviour = {
  apply: (planned) => ({
    id: `${text(planned, 'group_object_id')}/member/${text(planned, 'member_object_id')}`,
  }),
};

function membersOf(stored: State, context: Context): readonly string[] {
  const groups = new Directory(context).groups;
  return groups.find((candidate) => candidate.objectId === stored.object_id)?.members ?? [];
}
