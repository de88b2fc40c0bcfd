import { Construct } from 'constructs';
import { AadGroup, AadGroupProps } from './aad-group';
import { DirectoryLookups } from './private/directory-lookups';
import { ValidationError } from './shared/errors';
import { isLiteral, requirePattern } from './private/guards';
import { isUuid } from './shared/uuid';
import { isGuestName } from './shared/user-principal-name';
import { RbacSubject } from './rbac-subject';
import { requireKind } from './private/kind-check';

/**
 * Azure AD as somewhere to look people up by the names that they are known by.
 *
 * Each name is looked up once for each stack, with a data source of azuread, however many directories ask. A name that
 * does not exist or is ambiguous fails the plan, in the words of azuread. A literal object ID costs no lookup. Whoever
 * deploys needs `User.Read.All`, `Group.Read.All` or `Application.Read.All` for what is looked up; users of the tenant
 * usually may read all that.
 */
export class AadDirectory extends Construct {
  /**
   * A user by user principal name, in any case: bound by the name as the directory spells it or, when it is a guest, by
   * object ID.
   *
   * @param userPrincipalName such as `alice@contoso.com`; that of a guest has `#EXT#` in it. An object ID is refused, as
   * it says nothing of whether the user is a guest.
   */
  user(userPrincipalName: string): RbacSubject {
    requireKind('string', 'user', userPrincipalName, this);
    if (isLiteral(userPrincipalName) && isUuid(userPrincipalName)) {
      throw new ValidationError(
        `user '${userPrincipalName}' is an object ID, which Kubernetes matches for guests only: use guest() for a ` +
          'guest, and the user principal name for a member',
        this,
      );
    }
    requireAddress('user', userPrincipalName, 'use a user principal name such as alice@contoso.com', this);

    return DirectoryLookups.of(this).user('userPrincipalName', userPrincipalName);
  }

  /**
   * A guest by the mail address that was invited, by user principal name or by object ID.
   *
   * A member who is found by mail is bound as a member.
   *
   * @param guest such as `carol@fabrikam.com`, `carol_fabrikam.com#EXT#@contoso.onmicrosoft.com` or a UUID
   */
  guest(guest: string): RbacSubject {
    requireKind('string', 'guest', guest, this);
    if (isLiteral(guest) && isUuid(guest)) {
      return RbacSubject.guest(guest);
    }
    requireAddress('guest', guest, 'use a mail address such as carol@fabrikam.com or an object ID', this);
    const isUserPrincipalName = isLiteral(guest) && isGuestName(guest);

    return DirectoryLookups.of(this).user(isUserPrincipalName ? 'userPrincipalName' : 'mail', guest);
  }

  /**
   * The members of a security group.
   *
   * @param group display name, such as `shop-readers`, or object ID
   */
  group(group: string): RbacSubject {
    requireKind('string', 'group', group, this);
    if (isObjectId(group)) {
      return RbacSubject.group(group);
    }
    requireName('group', group, this);

    return DirectoryLookups.of(this).group(group);
  }

  /**
   * A service principal or managed identity.
   *
   * @param servicePrincipal display name, such as `ci-deployer`, or object ID
   */
  servicePrincipal(servicePrincipal: string): RbacSubject {
    requireKind('string', 'servicePrincipal', servicePrincipal, this);
    if (isObjectId(servicePrincipal)) {
      return RbacSubject.servicePrincipal(servicePrincipal);
    }
    requireName('servicePrincipal', servicePrincipal, this);

    return DirectoryLookups.of(this).servicePrincipal(servicePrincipal);
  }

  /** Creates a security group; whoever deploys needs `Group.ReadWrite.All`. */
  createGroup(id: string, props: AadGroupProps): AadGroup {
    return new AadGroup(this, id, props);
  }
}

/** Also what stands behind `/groups/`, so that the factories of `RbacSubject` can say what is wrong with it. */
function isObjectId(value: string): boolean {
  return isLiteral(value) && (isUuid(value) || value.startsWith('/'));
}

function requireAddress(prop: string, value: string, rule: string, scope: Construct): void {
  requirePattern(prop, value, /^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/, rule, scope);
}

function requireName(prop: string, value: string, scope: Construct): void {
  requirePattern(
    prop,
    value,
    /^(?!system:)(?=.*\S).{1,256}$/,
    'use a display name of 1 to 256 characters, or an object ID',
    scope,
  );
}
