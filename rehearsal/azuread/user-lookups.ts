import { isTrue, text, texts } from '../world/attributes';
import { Directory } from './directory';
import { DataSourceBehaviour, Refusal } from '../world/behaviour';
import { TenantUser } from '../../access/directory/tenant';
import { State } from '../protocol/values';

/** One way to name a user: argument of the data source, what to compare, and azuread's words for it. */
interface Key {
  readonly argument: string;
  of(user: TenantUser): string | undefined;
  missing(value: string): string;
}

const KEYS: readonly Key[] = [
  {
    argument: 'user_principal_name',
    of: (user) => user.userPrincipalName,
    missing: (upn) => `User with UPN "${upn}" was not found`,
  },
  {
    argument: 'object_id',
    of: (user) => user.objectId,
    missing: (id) => `User not found with object ID: "${id}"`,
  },
  {
    argument: 'mail',
    of: (user) => user.mail,
    missing: (mail) => `User not found with mail: "${mail}"`,
  },
  {
    argument: 'mail_nickname',
    of: mailNickname,
    missing: (alias) => `User not found with email alias: "${alias}"`,
  },
];

const user: DataSourceBehaviour = (config, context) => {
  const { users } = new Directory(context);
  const key = KEYS.find((candidate) => text(config, candidate.argument) !== undefined);
  const wanted = text(config, key?.argument ?? 'employee_id') ?? '';
  const found = key && users.find((candidate) => isSame(key.of(candidate), wanted));
  if (!found) {
    const summary = key?.missing(wanted) ?? `User not found with employee ID: "${wanted}"`;
    throw new Refusal({ summary, path: [key?.argument ?? 'employee_id'] });
  }
  return { ...summaryOf(found), id: found.objectId, user_type: found.userType, ...names(found) };
};

const users: DataSourceBehaviour = (config, context) => {
  const directory = new Directory(context);
  const found = isTrue(config, 'return_all') ? directory.users : usersOf(config, directory);
  return {
    ...config,
    id: `users#${context.uuid('users', ...found.map((one) => one.objectId))}`,
    object_ids: found.map((one) => one.objectId),
    user_principal_names: found.map((one) => one.userPrincipalName),
    mails: found.map((one) => one.mail ?? ''),
    mail_nicknames: found.map(mailNickname),
    employee_ids: found.map(() => ''),
    users: found.map(summaryOf),
  };
};

export const azureadUserDataSources: Readonly<Record<string, DataSourceBehaviour>> = {
  azuread_user: user,
  azuread_users: users,
};

function usersOf(config: State, directory: Directory): TenantUser[] {
  return KEYS.flatMap((key) =>
    texts(config, `${key.argument}s`).flatMap((wanted) => {
      const found = directory.users.filter((candidate) => isSame(key.of(candidate), wanted));
      if (found.length === 0 && !isTrue(config, 'ignore_missing')) {
        throw new Refusal({ summary: key.missing(wanted), path: [`${key.argument}s`] });
      }
      return found;
    }),
  );
}

/** Microsoft Graph compares without regard to case and answers with the directory's own spelling. */
function isSame(actual: string | undefined, wanted: string): boolean {
  return actual?.toLowerCase() === wanted.toLowerCase();
}

function mailNickname(of: TenantUser): string {
  return of.userPrincipalName.split('@')[0] ?? '';
}

function summaryOf(of: TenantUser): State {
  return {
    account_enabled: true,
    display_name: of.displayName,
    mail: of.mail ?? '',
    mail_nickname: mailNickname(of),
    object_id: of.objectId,
    user_principal_name: of.userPrincipalName,
  };
}

/** A guest has accepted an invitation; a member never got one. */
function names(of: TenantUser): State {
  const [givenName = '', ...surnames] = of.displayName.split(' ');
  const isGuest = of.userType === 'Guest';
  return {
    given_name: givenName,
    surname: surnames.join(' '),
    creation_type: isGuest ? 'Invitation' : '',
    external_user_state: isGuest ? 'Accepted' : '',
  };
}
