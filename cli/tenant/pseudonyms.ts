import { createHash } from 'node:crypto';
import { TenantFile } from '../../access/directory/tenant-schema';

type People = Pick<TenantFile, 'users' | 'groups' | 'servicePrincipals'>;

/** A domain that belongs to nobody. */
const DOMAIN = 'example.com';

/** Digits of the made-up part of a name: more objects than a directory holds. */
const DIGITS = 10;

/**
 * Made-up names and addresses for whoever the configuration does not name itself. They follow from the object IDs, so that
 * the same people have the same ones in every file.
 */
export class Pseudonyms {
  private readonly kept: ReadonlySet<string>;

  /** @param texts those of the configuration, which is read by the same people as the file */
  constructor(texts: ReadonlySet<string>) {
    this.kept = new Set([...texts].map((text) => text.toLowerCase()));
  }

  /** The domain itself, if the configuration names somebody in it. */
  domain(domain: string): string {
    return [...this.kept].some((text) => text.endsWith(`@${domain.toLowerCase()}`)) ? domain : DOMAIN;
  }

  over({ users, groups, servicePrincipals }: People): People {
    return {
      users: users.map((user) => this.user(user)),
      groups: groups.map((group) => ({ ...group, displayName: this.name('group', group) })),
      servicePrincipals: servicePrincipals.map((principal) => ({
        ...principal,
        displayName: this.keeps(principal.clientId) ? principal.displayName : this.name('app', principal),
      })),
    };
  }

  private user(user: People['users'][number]): People['users'][number] {
    const { userPrincipalName, mail, displayName, ...rest } = user;
    const alias = aliasOf('user', user.objectId!);
    const address = `${alias}@${DOMAIN}`;
    return {
      userPrincipalName: this.keeps(userPrincipalName) ? userPrincipalName : upnOf(alias, user.userType),
      ...rest,
      ...(displayName !== undefined && { displayName: alias }),
      ...(mail !== undefined && { mail: this.keeps(mail) ? mail : address }),
    };
  }

  private name(kind: string, { displayName, objectId }: { displayName: string; objectId?: string }): string {
    return this.keeps(displayName) ? displayName : aliasOf(kind, objectId!);
  }

  private keeps(text: string): boolean {
    return this.kept.has(text.toLowerCase());
  }
}

function aliasOf(kind: string, objectId: string): string {
  return `${kind}-${createHash('sha256').update(objectId.toLowerCase()).digest('hex').slice(0, DIGITS)}`;
}

function upnOf(alias: string, userType: string | undefined): string {
  return userType === 'Guest' ? `${alias}_${DOMAIN}#EXT#@${DOMAIN}` : `${alias}@${DOMAIN}`;
}
