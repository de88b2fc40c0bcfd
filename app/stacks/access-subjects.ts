import { Construct } from 'constructs';
import { AadDirectory, RbacSubject, RbacSubjectKind } from '../../lib';
import { AccessConfig, AzureRoleConfig } from '../config';
import { UUID } from '../config/schema/fields';

/** Somebody who is granted something, and a word for it that is part of construct IDs. */
export interface Granted {
  /** The same for the same words in the configuration, such as `group-shop-readers`. */
  readonly id: string;

  readonly subject: RbacSubject;
}

/** The people of an entry, or of a part of one. */
export type People = Partial<
  Pick<AccessConfig | AzureRoleConfig, 'users' | 'guests' | 'groups' | 'servicePrincipals'>
>;

export interface AccessSubjectsOptions {
  readonly lookUpUsers: boolean;

  /** Called once, before the first lookup: a stack without lookups needs no provider for them. */
  readonly defineProvider: () => void;
}

const KINDS = {
  User: RbacSubjectKind.USER,
  Group: RbacSubjectKind.GROUP,
  ServiceAccount: RbacSubjectKind.SERVICE_ACCOUNT,
};

/** Finds who the configuration means: object IDs and service accounts as they are, everybody else in the directory. */
export class AccessSubjects {
  private existingDirectory?: AadDirectory;

  constructor(
    private readonly scope: Construct,
    private readonly options: AccessSubjectsOptions,
  ) {}

  /** Users, guests, groups and service principals of an entry. */
  people({ users = [], guests = [], groups = [], servicePrincipals = [] }: People): Granted[] {
    return [
      ...users.map((name) => granted('user', name, this.user(name))),
      ...guests.map((name) => granted('guest', name, this.guest(name))),
      ...groups.map((name) => granted('group', name, this.group(name))),
      ...servicePrincipals.map((name) => granted('servicePrincipal', name, this.servicePrincipal(name))),
    ];
  }

  /** Everybody in an entry, accounts and groups of Kubernetes included. */
  all(entry: AccessConfig): Granted[] {
    const accounts = entry.serviceAccounts.map((account) => {
      const [namespace = '', name = ''] = account.split('/');
      return granted('serviceAccount', account, RbacSubject.serviceAccount(namespace, name));
    });
    const systemGroups = entry.unsafeSystemGroups.map((name) =>
      granted('systemGroup', name, RbacSubject.unsafeSystemGroup(name)),
    );

    const exact = (entry.subjects ?? []).map(({ kind, name, namespace }) =>
      granted(kind, name, RbacSubject.unsafeExact(KINDS[kind], name, namespace)),
    );

    return [...this.people(entry), ...accounts, ...systemGroups, ...exact];
  }

  group(name: string): RbacSubject {
    return UUID.test(name) ? RbacSubject.group(name) : this.directory.group(name);
  }

  private user(name: string): RbacSubject {
    return this.options.lookUpUsers ? this.directory.user(name) : RbacSubject.user(name);
  }

  private guest(name: string): RbacSubject {
    return UUID.test(name) ? RbacSubject.guest(name) : this.directory.guest(name);
  }

  private servicePrincipal(name: string): RbacSubject {
    return UUID.test(name) ? RbacSubject.servicePrincipal(name) : this.directory.servicePrincipal(name);
  }

  private get directory(): AadDirectory {
    if (!this.existingDirectory) {
      this.options.defineProvider();
      this.existingDirectory = new AadDirectory(this.scope, 'Directory');
    }
    return this.existingDirectory;
  }
}

function granted(kind: string, name: string, subject: RbacSubject): Granted {
  return { id: `${kind}-${name.toLowerCase()}`, subject };
}
