import { closest, distance } from 'fastest-levenshtein';
import { IssueReporter, quote } from '../../app/config/problems/issue-reporter';
import { ConfigProblem } from '../../app/config/problems/config-error';
import { KeyPath } from '../../app/config/node';
import { Tenant } from './tenant';
import { TenantFile } from './tenant-schema';
import { uuidOf } from './uuid';
import { isGuestName } from '../../lib/shared/user-principal-name';

/** Something that has an object ID, and the names by which the file may refer to it. */
interface Named {
  readonly objectId: string;
  readonly names: readonly string[];
  readonly kind: 'user' | 'group' | 'service principal';
}

/** Object IDs in tokens are in lower case, and Kubernetes compares with case. */
function idIn({ objectId }: { readonly objectId?: string }): string | undefined {
  return objectId?.toLowerCase();
}

/** Completes a tenant file: object IDs that it leaves out, and references by name. */
export class TenantResolver {
  readonly problems: ConfigProblem[] = [];

  private readonly users: Tenant['users'];
  private readonly servicePrincipals: Tenant['servicePrincipals'];
  private readonly groupIds: readonly string[];
  private readonly named: readonly Named[];

  /** By everything that they may be called, in lower case. */
  private readonly byName = new Map<string, Named[]>();

  constructor(
    private readonly file: TenantFile,
    private readonly reporter: IssueReporter,
  ) {
    this.users = file.users.map((user) => ({
      ...user,
      objectId: idIn(user) ?? uuidOf('user', user.userPrincipalName),
      displayName: user.displayName ?? user.userPrincipalName.split('@')[0]!,
      userType: user.userType ?? (isGuestName(user.userPrincipalName) ? 'Guest' : 'Member'),
    }));
    this.servicePrincipals = file.servicePrincipals.map((principal) => ({
      ...principal,
      objectId: idIn(principal) ?? uuidOf('service principal', principal.clientId),
    }));
    this.groupIds = file.groups.map((group) => idIn(group) ?? uuidOf('group', group.displayName));
    this.named = this.everythingNamed();
    for (const one of this.named) {
      const names = new Set([one.objectId, ...one.names].map((name) => name.toLowerCase()));
      names.forEach((name) => this.byName.set(name, [...(this.byName.get(name) ?? []), one]));
    }
  }

  /** The tenant, complete only when there are no problems. */
  tenant(): Tenant {
    this.refuseDuplicates();
    this.refuseMisfitUsers();

    return {
      tenantId: this.file.tenantId,
      ...(this.file.subscriptionTenantId && { subscriptionTenantId: this.file.subscriptionTenantId }),
      subscriptionId: this.file.subscriptionId,
      domain: this.file.domain,
      deployer: this.deployer(),
      ...(this.file.pseudonyms && { pseudonyms: true }),
      users: this.users,
      groups: this.file.groups.map((group, i) => ({
        objectId: this.groupIds[i]!,
        displayName: group.displayName,
        members: group.members.map((member, j) => this.idOf(member, ['groups', i, 'members', j])),
        owners: group.owners.map((owner, j) => this.idOf(owner, ['groups', i, 'owners', j])),
      })),
      servicePrincipals: this.servicePrincipals,
      namespaces: this.file.namespaces,
      resources: this.file.resources,
      objects: this.file.objects,
    };
  }

  private everythingNamed(): Named[] {
    return [
      ...this.users.map(({ objectId, userPrincipalName }) => ({
        objectId,
        names: [userPrincipalName],
        kind: 'user' as const,
      })),
      ...this.file.groups.map(({ displayName }, i) => ({
        objectId: this.groupIds[i]!,
        names: [displayName],
        kind: 'group' as const,
      })),
      ...this.servicePrincipals.map(({ objectId, clientId, displayName }) => ({
        objectId,
        names: [displayName, clientId],
        kind: 'service principal' as const,
      })),
    ];
  }

  private deployer(): string {
    const objectId = this.idOf(this.file.deployer, ['deployer']);
    if (this.named.some((entry) => entry.objectId === objectId && entry.kind === 'group')) {
      this.report(
        ['deployer'],
        `${quote(this.file.deployer)} is a group: name a user or a service principal`,
      );
    }
    return objectId;
  }

  /** The object ID that a reference means: an object ID, a user principal name or a display name. */
  private idOf(reference: string, path: KeyPath): string {
    const found = this.byName.get(reference.toLowerCase()) ?? [];
    if (found.length > 1) {
      const kinds = found.map(({ kind }) => kind).join(' and a ');
      this.report(path, `${quote(reference)} names a ${kinds}: use the object ID`);
    }
    if (found.length === 0) {
      this.report(path, `${quote(reference)} is nobody in this file${this.guess(reference)}`);
    }
    return found[0]?.objectId ?? reference;
  }

  private guess(reference: string): string {
    const names = this.named.flatMap((entry) => entry.names);
    const guess = names.length > 0 ? closest(reference, names) : '';
    const isClose = guess !== '' && distance(reference, guess) <= Math.max(2, reference.length / 3);
    return isClose
      ? `: did you mean '${guess}'?`
      : ': use an object ID, a user principal name or a display name of this file';
  }

  private refuseDuplicates(): void {
    const { file } = this;
    this.refuseTwice(
      'users',
      'userPrincipalName',
      file.users.map((user) => user.userPrincipalName),
    );
    this.refuseTwice(
      'servicePrincipals',
      'clientId',
      file.servicePrincipals.map(({ clientId }) => clientId),
    );

    const made = new Set<string>();
    this.groupIds.forEach((id, i) => {
      if (file.groups[i]!.objectId === undefined && made.has(id)) {
        this.report(
          ['groups', i, 'displayName'],
          `${quote(file.groups[i]!.displayName)} is listed twice, and neither has an 'objectId' to tell them apart: give each its own`,
        );
      }
      made.add(id);
    });

    const seen = new Set<string>();
    for (const list of ['users', 'groups', 'servicePrincipals'] as const) {
      file[list].forEach(({ objectId }, i) => {
        const id = objectId?.toLowerCase();
        if (id && seen.has(id)) {
          this.report(
            [list, i, 'objectId'],
            `${quote(id)} is listed twice: every object has an ID of its own`,
          );
        }
        seen.add(id ?? '');
      });
    }
  }

  private refuseTwice(list: string, key: string, values: readonly string[]): void {
    const seen = new Set<string>();
    values.forEach((value, i) => {
      if (seen.has(value.toLowerCase())) {
        this.report([list, i, key], `${quote(value)} is listed twice: remove one of the two`);
      }
      seen.add(value.toLowerCase());
    });
  }

  private refuseMisfitUsers(): void {
    this.users.forEach(({ userPrincipalName, userType }, i) => {
      // A real directory also has guests that it has made itself, whose names look like those of members.
      const isMadeUp = this.file.users[i]!.objectId === undefined;
      if (userType === 'Guest' && isMadeUp && !isGuestName(userPrincipalName)) {
        this.report(
          ['users', i, 'userPrincipalName'],
          `${quote(userPrincipalName)} is not the name of a guest: ` +
            "use the form name_theirdomain#EXT#@yours.onmicrosoft.com, or 'userType: Member'",
        );
      }
    });
  }

  private report(path: KeyPath, message: string): void {
    this.problems.push({
      ...this.reporter.placeOf(path, 'value'),
      message,
    });
  }
}
