import { block, blocks, text, texts } from '../world/attributes';
import { appRoleIds, Directory, PARTS_OF_APPLICATIONS, scopeIds } from './directory';
import { personalAccountProblem } from './rules';
import { Context, Refusal, ResourceBehaviour } from '../world/behaviour';
import { State, Unknown } from '../protocol/values';
import { refuseDuplicateName } from './duplicate-names';

/** The day on which every rehearsed credential begins: a rehearsal has no clock, so that it can be repeated. */
const START = '2026-01-01T00:00:00Z';

/** Azure AD gives a password two years when nobody asks for an end. */
const DEFAULT_END = '2028-01-01T00:00:00Z';

/** One unit of a Go duration, such as the `4320h` of `end_date_relative`, in milliseconds. */
const DURATION_UNITS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000 };

export const application: ResourceBehaviour = {
  unread: { prevent_duplicate_names: false },
  customizeDiff: ({ prior, planned }, context) => {
    refuseDuplicateName('azuread_application', { prior, planned }, context);
    const problem = personalAccountProblem(planned);
    if (problem) {
      throw new Refusal(problem);
    }
    return prior === null ? planned : withNewIds(prior, planned);
  },
  apply: (planned, prior, context) => ({
    ...registered('azuread_application', planned, prior, context),
    app_role_ids: appRoleIds(planned),
    oauth2_permission_scope_ids: scopeIds(planned),
    password: blocks(planned, 'password').map((credential) => inlinePassword(credential, planned, context)),
  }),
  remove: removeWithEverythingOfIt,
};

export const applicationRegistration: ResourceBehaviour = {
  apply: (planned, prior, context) => registered('azuread_application_registration', planned, prior, context),
  remove: removeWithEverythingOfIt,
};

export const password: ResourceBehaviour = {
  apply: (planned, prior, context) => {
    const objectId = objectIdOf(planned);
    const keyId =
      text(prior ?? undefined, 'key_id') ??
      new Directory(context).newId(
        'azuread_application_password',
        objectId,
        text(planned, 'display_name') ?? '',
        // What a rotation brings is never the old password again.
        JSON.stringify(planned.rotate_when_changed ?? {}),
      );
    return {
      id: `${objectId}/password/${keyId}`,
      key_id: keyId,
      value: secret(keyId, context),
      ...validity(planned),
    };
  },
  read: (stored, context) => (belongsToApplication(stored, context) ? stored : undefined),
};

export const identifierUri: ResourceBehaviour = {
  apply: (planned, _prior, context) => {
    const applicationId = text(planned, 'application_id') ?? '';
    const uri = text(planned, 'identifier_uri') ?? '';
    new Directory(context).updateApplication(applicationId, (object) => ({
      ...object,
      identifier_uris: [...new Set([...texts(object, 'identifier_uris'), uri])],
    }));
    return { id: `${applicationId}/identifierUris/${Buffer.from(uri).toString('base64')}` };
  },
  read: (stored, context) => {
    const owner = new Directory(context).application(text(stored, 'application_id'));
    return texts(owner, 'identifier_uris').includes(text(stored, 'identifier_uri') ?? '')
      ? stored
      : undefined;
  },
  remove: (prior, context) =>
    new Directory(context).updateApplication(text(prior, 'application_id'), (object) => ({
      ...object,
      identifier_uris: texts(object, 'identifier_uris').filter((uri) => uri !== prior.identifier_uri),
    })),
};

export const preAuthorized: ResourceBehaviour = {
  apply: (planned) => ({
    id: `${objectIdOf(planned)}/preAuthorizedApplication/${text(planned, 'authorized_client_id')}`,
  }),
  read: (stored, context) => (belongsToApplication(stored, context) ? stored : undefined),
};

/** A change of scopes or roles makes the maps of their IDs unknown. */
function withNewIds(prior: State, planned: State): State {
  const scopesOf = (object: State): string => JSON.stringify(scopeIds(object));
  const rolesOf = (object: State): string => JSON.stringify(blocks(object, 'app_role'));
  const partsOf = (object: State): string =>
    JSON.stringify(blocks(block(object, 'api'), 'oauth2_permission_scope'));
  const hasOtherScopes = scopesOf(prior) !== scopesOf(planned) || partsOf(prior) !== partsOf(planned);

  return {
    ...planned,
    ...(hasOtherScopes && { oauth2_permission_scope_ids: Unknown.VALUE }),
    ...(rolesOf(prior) !== rolesOf(planned) && { app_role_ids: Unknown.VALUE }),
  };
}

function registered(type: string, planned: State, prior: State | null, context: Context): State {
  const objectId =
    text(prior ?? planned, 'object_id') ??
    new Directory(context).newId(type, text(planned, 'display_name') ?? '');
  return {
    ...planned,
    id: `/applications/${objectId}`,
    object_id: objectId,
    client_id: text(prior ?? planned, 'client_id') ?? context.uuid('client', objectId),
    publisher_domain: context.tenant.domain,
  };
}

/** Azure AD deletes the service principal together with its application, and with it what it was granted. */
function removeWithEverythingOfIt(prior: State, context: Context): void {
  const { world } = context;
  const ofApplication = (object: State): boolean => object.application_id === prior.id;
  for (const type of PARTS_OF_APPLICATIONS) {
    for (const part of world.all(type).filter(ofApplication)) {
      world.remove(type, text(part, 'id') ?? '');
    }
  }
  const principals = world
    .all('azuread_service_principal')
    .filter((object) => object.client_id === prior.client_id);
  for (const principal of principals) {
    world.remove('azuread_service_principal', text(principal, 'id') ?? '');
  }
}

function inlinePassword(credential: State, owner: State, context: Context): State {
  const keyId = context.uuid(
    'password',
    text(owner, 'display_name') ?? '',
    text(credential, 'display_name') ?? '',
  );
  return { ...credential, key_id: keyId, value: secret(keyId, context), ...validity(credential) };
}

/** Of the length that Azure AD's secrets have, and recognisable at sight as none of them. */
function secret(keyId: string, context: Context): string {
  const noise = context.uuid('secret', keyId).replaceAll('-', '');
  return `rehearsal~${noise}`.slice(0, 40);
}

function validity(credential: State): State {
  const start = text(credential, 'start_date') ?? START;
  const relative = text(credential, 'end_date_relative');
  const end = relative ? after(start, relative) : DEFAULT_END;
  return { start_date: start, end_date: text(credential, 'end_date') ?? end };
}

function after(start: string, duration: string): string {
  const parts = [...duration.matchAll(/(\d+)([hms])/g)];
  const milliseconds = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * (DURATION_UNITS[unit ?? ''] ?? 0),
    0,
  );
  return new Date(Date.parse(start) + milliseconds).toISOString().replace('.000Z', 'Z');
}

function belongsToApplication(part: State, context: Context): boolean {
  return new Directory(context).application(text(part, 'application_id')) !== undefined;
}

function objectIdOf(part: State): string {
  return text(part, 'application_id')?.split('/').pop() ?? '';
}
