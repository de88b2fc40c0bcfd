import { DataAzureadGroup } from '@cdktf/provider-azuread/lib/data-azuread-group';
import { DataAzureadServicePrincipal } from '@cdktf/provider-azuread/lib/data-azuread-service-principal';
import { DataAzureadUser } from '@cdktf/provider-azuread/lib/data-azuread-user';
import { conditional, Op, TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import { AadPrincipalType } from '../aad-principal-type';
import { RbacSubject, RbacSubjectKind } from '../rbac-subject';
import { ValidationError } from '../shared/errors';
import { freeId } from '../shared/free-id';
import { isLiteral } from './guards';
import { withoutStackTraces } from './stack-traces';

/** What `user_type` of a guest is. */
const GUEST = 'Guest';

const { USER, GROUP, SERVICE_PRINCIPAL } = AadPrincipalType;

/** The lookups of one stack: one data source for each name, whoever asks. */
export class DirectoryLookups extends Construct {
  static of(scope: Construct): DirectoryLookups {
    const stack = TerraformStack.of(scope);
    const existing = stack.node.tryFindChild('DirectoryLookups');

    return (existing as DirectoryLookups | undefined) ?? new DirectoryLookups(stack, 'DirectoryLookups');
  }

  private readonly found = new Map<string, RbacSubject>();

  /** A user by user principal name or by mail, neither of which Azure AD compares with case. */
  user(by: 'userPrincipalName' | 'mail', value: string): RbacSubject {
    const name = isLiteral(value) ? value.toLowerCase() : value;

    return this.once(by === 'mail' ? 'mail' : 'user', name, (id) => {
      const user = new DataAzureadUser(this, id, { [by]: value });
      const isGuest = Op.eq(user.userType, GUEST);

      // Kubernetes knows a member by name, in the case of the directory, and a guest by object ID.
      const subject = Token.asString(conditional(isGuest, user.objectId, user.userPrincipalName));
      return RbacSubject._found(RbacSubjectKind.USER, subject, {
        objectId: user.objectId,
        principalType: USER,
        label: name,
      });
    });
  }

  group(displayName: string): RbacSubject {
    // azuread puts the name into a filter of Microsoft Graph as it is.
    if (isLiteral(displayName) && displayName.includes("'")) {
      throw new ValidationError(
        `group '${displayName}' cannot be looked up, because azuread fails on the apostrophe: use the object ID of the group, ` +
          'or give it another name',
        this,
      );
    }
    return this.once('group', displayName, (id) => {
      // Tokens name no other groups than those with security enabled.
      const { objectId } = new DataAzureadGroup(this, id, { displayName, securityEnabled: true });
      return RbacSubject._found(RbacSubjectKind.GROUP, objectId, {
        objectId,
        principalType: GROUP,
        label: displayName,
      });
    });
  }

  servicePrincipal(displayName: string): RbacSubject {
    return this.once('servicePrincipal', displayName, (id) => {
      const { objectId } = new DataAzureadServicePrincipal(this, id, { displayName });
      return RbacSubject._found(RbacSubjectKind.USER, objectId, {
        objectId,
        principalType: SERVICE_PRINCIPAL,
        label: displayName,
      });
    });
  }

  private once(kind: string, name: string, find: (id: string) => RbacSubject): RbacSubject {
    const key = `${kind}-${name}`;
    const earlier = this.found.get(key);
    if (earlier) {
      return earlier;
    }

    // A token cannot be part of an ID.
    const id = isLiteral(name) ? key : `${kind}-${this.found.size}`;
    const subject = withoutStackTraces(() => find(freeId(this, id, key)));
    this.found.set(key, subject);
    return subject;
  }
}
