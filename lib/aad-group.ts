import { Group } from '@cdktf/provider-azuread/lib/group';
import { Construct, IConstruct } from 'constructs';
import { deployingPrincipal } from './private/app-registration';
import { DirectoryLookups } from './private/directory-lookups';
import { GROUP_NAME } from './shared/azure-limits';
import { ValidationError } from './shared/errors';
import { isLiteral, requirePattern } from './private/guards';
import { directoryImportId } from './private/import-ids';
import { protectedIf } from './shared/protection';
import { requireUnique, takeOverOnce } from './private/unique-objects';
import { RbacSubject } from './rbac-subject';
import { honourDependencies } from './private/dependencies';
import { requireKind, requireProps } from './private/kind-check';
import { withLateAddress } from './private/late-address';

/** A security group of Azure AD, whoever created it. */
export interface IAadGroup extends IConstruct {
  /** Object ID of the group. */
  readonly objectId: string;

  /** The members of the group, to bind them to a role. */
  readonly subject: RbacSubject;
}

/** Properties of `AadGroup`. */
export interface AadGroupProps {
  /** Display name, 1 to 256 characters, that no other group has. */
  readonly displayName: string;

  /**
   * What the group is for.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * Users and service principals who may change the group.
   *
   * @default - whoever deploys first; later changes of the owners are left alone
   */
  readonly owners?: RbacSubject[];

  /**
   * Exactly who is in the group: users, groups and service principals of the directory.
   *
   * @default - nobody, until `addMember()` or somebody else adds them
   */
  readonly members?: RbacSubject[];

  /**
   * Whether Terraform refuses to destroy or replace the group.
   *
   * @default false
   */
  readonly protect?: boolean;
}

/** What must be known of a group that someone else created. */
export interface AadGroupAttributes {
  /** Object ID of the group, a UUID. */
  readonly objectId: string;
}

/**
 * A security group of Azure AD.
 *
 * Defines an `azuread_group`. Membership by rule is not supported.
 */
export class AadGroup extends Construct implements IAadGroup {
  /** Refers to a group without reading it. */
  static fromAadGroupAttributes(scope: Construct, id: string, attrs: AadGroupAttributes): IAadGroup {
    attrs = requireProps('AadGroupAttributes', attrs, scope, 'AadGroup.fromAadGroupAttributes()');
    return new ExistingGroup(scope, id, RbacSubject.group(attrs.objectId));
  }

  /** Finds a group by its display name while planning, with an `azuread_group` data source that the stack shares. */
  static fromLookup(scope: Construct, id: string, displayName: string): IAadGroup {
    requireKind('string', 'displayName', displayName, scope);
    return new ExistingGroup(scope, id, DirectoryLookups.of(scope).group(displayName));
  }

  readonly objectId: string;
  readonly subject: RbacSubject;

  private readonly group: Group;
  private readonly members: string[] = [];

  /**
   * Defines the group.
   *
   * @throws when an owner or a member has no object ID
   */
  constructor(scope: Construct, id: string, props: AadGroupProps) {
    super(scope, id);
    props = requireProps('AadGroupProps', props, this);
    const { displayName, description, owners, members, protect } = props;
    requirePattern('displayName', displayName, GROUP_NAME, 'use 1 to 256 characters', this);

    this.group = new Group(this, 'Resource', {
      displayName,
      description,
      securityEnabled: true,
      preventDuplicateNames: true,
      owners: owners
        ? owners.map((owner) => objectIdOf('owners', owner, this))
        : [deployingPrincipal(this).objectId],
      // What prevents duplicates is known to Terraform alone, and not in what an import reads.
      lifecycle: protectedIf(protect, {
        ignoreChanges: [...(owners ? [] : ['owners']), 'prevent_duplicate_names'],
      }),
    });
    requireUnique(this, this.group, `group '${displayName}'`, [displayName]);
    if (members) {
      this.addMember(...members);
    }

    this.objectId = withLateAddress(this.group).objectId;
    honourDependencies(this);
    this.subject = RbacSubject.group(this.objectId);
  }

  /**
   * Takes over an existing group: the next deployment imports it. Owners and members who are not given here stay, unless
   * `owners` or `members` say exactly who they are.
   *
   * @param objectId object ID of the group, a UUID
   * @throws when it is not a UUID; synthesis fails when another group of the stack is imported from it, too
   */
  importFrom(objectId: string): void {
    takeOverOnce(
      this,
      this.group,
      directoryImportId('objectId', 'groups', objectId, 'the object ID of a group', this),
    );
  }

  /** Adds users, groups and service principals of the directory; adding one twice changes nothing. */
  addMember(...members: RbacSubject[]): void {
    members = requireKind('RbacSubject[]', 'members', members, this);
    const ids = members.map((member) => objectIdOf('members', member, this));
    if (ids.includes(this.objectId)) {
      throw new ValidationError('members contains the group itself: remove it', this);
    }
    this.members.push(...ids);
    const literals = this.members.filter((member) => isLiteral(member));
    const others = this.members.filter((member) => !isLiteral(member));

    // A set on the wire; in this order the JSON does not depend on who was added first.
    this.group.members = [...new Set([...literals.sort(), ...others])];
  }
}

/** A group that this stack does not manage. */
class ExistingGroup extends Construct implements IAadGroup {
  readonly objectId: string;

  constructor(
    scope: Construct,
    id: string,
    readonly subject: RbacSubject,
  ) {
    super(scope, id);
    this.objectId = subject.name;
  }
}

function objectIdOf(prop: string, { objectId, _label: label }: RbacSubject, scope: Construct): string {
  if (objectId === undefined) {
    throw new ValidationError(
      `${prop} '${label}' has no object ID: use what AadDirectory.user(), group() and servicePrincipal() find, or a ` +
        'subject that is given by object ID',
      scope,
    );
  }
  return objectId;
}
