import { AadPrincipalType } from './aad-principal-type';
import { ValidationError } from './shared/errors';
import { isLiteral, requireDnsLabel, requirePattern, requireText, requireUuid } from './private/guards';
import { OBJECT_NAME } from './shared/kubernetes-names';
import { shellOption } from './shared/shell';
import { isGuestName, USER_PRINCIPAL_NAME } from './shared/user-principal-name';
import { systemGroupProblem } from './shared/system-groups';
import { isUuid } from './shared/uuid';
import { requireKind } from './private/kind-check';

const RBAC_API_GROUP = 'rbac.authorization.k8s.io';

/** Kinds of subject that Kubernetes knows. */
export enum RbacSubjectKind {
  /** A member of the tenant, a guest or a service principal. */
  USER = 'User',

  /** An Azure AD group. */
  GROUP = 'Group',

  /** An account that pods run under. */
  SERVICE_ACCOUNT = 'ServiceAccount',
}

/** What only some subjects have. */
interface RbacSubjectDetails {
  readonly namespace?: string;
  readonly objectId?: string;
  readonly principalType?: AadPrincipalType;

  /** @default - the name */
  readonly label?: string;
}

/**
 * Who a binding grants a role to.
 *
 * Becomes a `subject` of a `kubernetes_role_binding_v1` or `kubernetes_cluster_role_binding_v1`. AKS matches a member of
 * the tenant by user principal name, and everyone else by object ID. Kubernetes compares exactly and never reports a
 * subject that matches nobody, so each factory refuses what cannot match.
 */
export class RbacSubject {
  /**
   * A user who is a member of the cluster's tenant.
   *
   * @param userPrincipalName in the exact case that Azure AD shows, such as `alice@contoso.com`; another case grants
   * nothing. A name with `#EXT#` (a guest), an object ID and anything else that is not a user principal name are
   * refused. Find it with `az ad user list --display-name <name> --query "[].userPrincipalName"`.
   */
  static user(userPrincipalName: string): RbacSubject {
    requireText('user', userPrincipalName);
    if (isLiteral(userPrincipalName)) {
      requireUserPrincipalName(userPrincipalName);
    }

    return new RbacSubject(RbacSubjectKind.USER, userPrincipalName, { principalType: AadPrincipalType.USER });
  }

  /**
   * A guest of the cluster's tenant: a user whose home is another tenant or a personal account.
   *
   * @param objectId object ID of the guest in the cluster's tenant, a UUID; anything else is refused. Find it with
   * `az ad user show --id <user principal name> --query id`.
   */
  static guest(objectId: string): RbacSubject {
    const id = directoryObjectId(
      objectId,
      'guest',
      'a guest',
      'az ad user show --id <user principal name> --query id',
    );

    return new RbacSubject(RbacSubjectKind.USER, id, { objectId: id, principalType: AadPrincipalType.USER });
  }

  /**
   * The members of an Azure AD group.
   *
   * @param objectId object ID of the group, a UUID; a display name is refused, because AKS does not match it. Find it
   * with `az ad group show --group <name> --query id`.
   */
  static group(objectId: string): RbacSubject {
    const id = directoryObjectId(objectId, 'group', 'a group', 'az ad group show --group <name> --query id');

    return new RbacSubject(RbacSubjectKind.GROUP, id, {
      objectId: id,
      principalType: AadPrincipalType.GROUP,
    });
  }

  /**
   * A service principal or managed identity, which Kubernetes sees as a user.
   *
   * @param objectId object ID of the service principal, a UUID; anything else is refused. Neither the client ID nor the
   * object ID of the application registration will do: both are UUIDs too, pass the check and grant nothing. Find it
   * with `az ad sp show --id <client ID> --query id`.
   */
  static servicePrincipal(objectId: string): RbacSubject {
    const id = directoryObjectId(
      objectId,
      'servicePrincipal',
      'a service principal',
      'az ad sp show --id <client ID> --query id',
    );

    return new RbacSubject(RbacSubjectKind.USER, id, {
      objectId: id,
      principalType: AadPrincipalType.SERVICE_PRINCIPAL,
    });
  }

  /**
   * A Kubernetes service account, which pods run under.
   *
   * @param namespace namespace of the account: up to 63 lowercase letters, digits and hyphens
   * @param name name of the account: up to 253 lowercase letters, digits, hyphens and dots
   */
  static serviceAccount(namespace: string, name: string): RbacSubject {
    requireText('serviceAccount namespace', namespace);
    requireText('serviceAccount name', name);
    requireDnsLabel('serviceAccount namespace', namespace);
    requireAccountName(name);

    return new RbacSubject(RbacSubjectKind.SERVICE_ACCOUNT, name, { namespace });
  }

  /**
   * A group that Kubernetes itself puts accounts in, such as `system:authenticated`: everybody who can sign in.
   *
   * Unsafe, as nobody can be taken out of such a group; `system:masters` is allowed everything, whatever roles say.
   *
   * @param name begins with `system:`
   */
  static unsafeSystemGroup(name: string): RbacSubject {
    requireText('system group', name);
    requirePattern('system group', name, /^system:[^/]+$/, "use a name that begins with 'system:'");
    if (isLiteral(name)) {
      requireSystemGroup(name);
    }

    return new RbacSubject(RbacSubjectKind.GROUP, name, {});
  }

  /**
   * A subject exactly as a binding in a cluster has it: a certificate's user, a group of another identity provider, a
   * spelling that no other factory would give. For bindings that are taken over.
   *
   * Unsafe, as nothing says whether it matches anybody.
   *
   * @param kind kind of the subject
   * @param name name that Kubernetes compares
   * @param namespace of a service account its namespace; of users and groups what the binding has there, which means nothing
   */
  static unsafeExact(kind: RbacSubjectKind, name: string, namespace?: string): RbacSubject {
    requireKind('RbacSubjectKind', 'kind', kind);
    requireText('subject', name);
    requirePattern('subject', name, /^[^]+$/, 'Kubernetes refuses a subject without a name');
    if (namespace !== undefined) {
      requireText('subject namespace', namespace);
    }
    const isAccount = kind === RbacSubjectKind.SERVICE_ACCOUNT;
    if (isAccount) {
      requireAccountName(name);
    }
    const isMember = kind === RbacSubjectKind.USER && USER_PRINCIPAL_NAME.test(name);

    return new RbacSubject(kind, name, {
      namespace,
      objectId: !isAccount && isUuid(name) ? name : undefined,
      principalType: isMember ? AadPrincipalType.USER : undefined,
    });
  }

  /**
   * Somebody who was found in the directory under a name.
   *
   * @internal
   */
  static _found(kind: RbacSubjectKind, name: string, details: RbacSubjectDetails): RbacSubject {
    return new RbacSubject(kind, name, details);
  }

  /** Namespace of a service account; undefined for users and groups, which have none. */
  readonly namespace?: string;

  /**
   * Object ID in the directory, which Azure role assignments take.
   *
   * Undefined for service accounts and system groups, and for a user known by name only: see `AadDirectory.user()`.
   */
  readonly objectId?: string;

  /** What the directory knows the subject as; undefined for service accounts and system groups. */
  readonly principalType?: AadPrincipalType;

  /**
   * The name that people know and that subjects are sorted by: as asked for where the directory was asked.
   *
   * @internal
   */
  readonly _label: string;

  private constructor(
    /** Kind of the subject as Kubernetes knows it; guests and service principals are users. */
    readonly kind: RbacSubjectKind,

    /** What Kubernetes matches: a user principal name, an object ID in lower case, or the name of a service account. */
    readonly name: string,

    details: RbacSubjectDetails,
  ) {
    this.namespace = details.namespace;
    this.objectId = details.objectId;
    this.principalType = details.principalType;
    this._label = details.label ?? name;
  }

  /** API group of the subject: `rbac.authorization.k8s.io`, and empty for a service account. */
  get apiGroup(): string {
    return this.kind === RbacSubjectKind.SERVICE_ACCOUNT ? '' : RBAC_API_GROUP;
  }
}

/** Refuses a literal that is not the user principal name of a member of the tenant. */
function requireUserPrincipalName(value: string): void {
  if (isUuid(value)) {
    throw new ValidationError(
      `user '${value}' is a UUID, not a user principal name: use RbacSubject.guest() for a guest, ` +
        'RbacSubject.group() for a group or RbacSubject.servicePrincipal() for a service principal',
    );
  }

  if (isGuestName(value)) {
    throw new ValidationError(
      `user '${value}' is a guest, whom Kubernetes knows by object ID: use RbacSubject.guest(objectId) with the ` +
        `output of: az ad user show ${shellOption('--id', value)} --query id`,
    );
  }

  requirePattern(
    'user',
    value,
    USER_PRINCIPAL_NAME,
    'use a user principal name such as alice@contoso.com, in the exact case that Azure AD shows',
  );
}

/** Refuses what no account is ever a member of. */
function requireSystemGroup(name: string): void {
  const problem = systemGroupProblem(
    name,
    (namespace, account) => `use RbacSubject.serviceAccount('${namespace}', '${account}')`,
  );
  if (problem !== undefined) {
    throw new ValidationError(`system group '${name}' is not valid: ${problem}`);
  }
}

/** Refuses a literal that is not a UUID; the result is in lower case, as in the tokens that Azure AD issues. */
function directoryObjectId(value: string, prop: string, what: string, lookup: string): string {
  value = requireKind('string', prop, value);
  if (!isLiteral(value)) {
    return value;
  }

  if (!isUuid(value) && !value.startsWith('/')) {
    throw new ValidationError(`${prop} '${value}' is not the object ID of ${what}: find it with ${lookup}`);
  }

  requireUuid(prop, value, `the object ID of ${what}`);
  return value.toLowerCase();
}

/** Kubernetes takes no other name of a service account in a binding. */
function requireAccountName(name: string): void {
  requirePattern(
    'serviceAccount name',
    name,
    OBJECT_NAME,
    'use up to 253 lowercase letters, digits, hyphens and dots, starting and ending with a letter or digit',
  );
}
