import { isDeepStrictEqual } from 'node:util';
import { State, Value } from '../../rehearsal/protocol/values';
import { blocks, text, texts } from '../../rehearsal/world/attributes';
import { AzureDocument, AzureObject } from './azure-object';
import { AdoptedDirectory, cannotSay, Change, changesOf, identityOf, nameOf } from './directory-changes';
import { directoryKindOf } from './directory-documents';
import { applicationState, servicePrincipalState } from './directory-state';
import { left, Note, shown } from './not-carried-over';
import { Section, without } from './sections';
import { isEmpty } from './state-values';

/** Both applications, or none: the one names a scope of the other. */
export function adoptedApps(profile: State, documents: readonly AzureDocument[]): AdoptedDirectory {
  const kinds = { server: 'server_app_id', client: 'client_app_id' } as const;
  const [server, client] = Object.values(kinds).map((name) => registered(text(profile, name)!, documents));
  if (!server!.isGiven && !client!.isGiven) {
    return { aad: {}, notes: [] };
  }
  const missing = [server!, client!].flatMap(({ clientId, app, principal }) => [
    ...(app ? [] : [`'az ad app show --id ${clientId}'`]),
    ...(principal ? [] : [`'az ad sp show --id ${clientId}'`]),
  ]);
  const refused = (reason: string): AdoptedDirectory => ({
    aad: {},
    notes: [
      left('the server and the client application', `they are referred to by their client IDs: ${reason}`),
    ],
  });
  if (missing.length > 0) {
    return refused(`give what ${missing.join(', ')} prints, too`);
  }

  const [serverState, clientState] = [server!, client!].map(({ app }) => applicationState(app!));
  const aad = {
    mode: 'legacy',
    serverApp: serverKeys(server!, serverState!),
    clientApp: without({
      ...imported(client!),
      redirectUris: texts(blocks(clientState, 'public_client')[0], 'redirect_uris'),
    }),
  };
  const stack = identityOf(aad, server!.clientId);
  if (stack instanceof Error) {
    return refused(stack.message);
  }
  const found = [
    { name: 'server application', id: 'ServerApp', given: server!, state: serverState! },
    { name: 'client application', id: 'ClientApp', given: client!, state: clientState! },
  ].map(({ name, id, given, state }) => ({
    label: `${name} '${text(state, 'display_name') ?? ''}'`,
    given,
    changes: [
      ...changesOf(stack, 'azuread_application', id, state),
      ...changesOf(
        stack,
        'azuread_service_principal',
        `${id}_ServicePrincipal`,
        servicePrincipalState(given.principal!),
      ),
    ],
  }));
  const against = found.flatMap(({ label, changes }) => {
    const severe = changes.filter((change) => harmless(change) === undefined);
    return severe.length === 0 ? [] : [`of the ${label}, ${cannotSay(severe)}`];
  });
  if (against.length > 0) {
    return refused(against.join('; '));
  }
  return {
    aad: { serverApp: aad.serverApp, clientApp: aad.clientApp },
    notes: found.flatMap(({ label, changes, given }) => [
      ...changes.map((change): Note => ({
        outcome: 'changed',
        property: `${label}: ${nameOf(change.path)}`,
        reason: harmless(change)!,
      })),
      left(`${label}: what was consented to`, "'consent: manual' leaves that alone"),
      ...credentialsOf(given.app!, label),
    ]),
  };
}

/** An application with its service principal, as far as they were given. */
interface Registered {
  readonly clientId: string;
  readonly isGiven: boolean;
  readonly app?: AzureObject;
  readonly principal?: AzureObject;
}

function registered(clientId: string, documents: readonly AzureDocument[]): Registered {
  const own = documents.filter(
    ({ document }) => String(document.appId).toLowerCase() === clientId.toLowerCase(),
  );
  const find = (kind: string): AzureObject | undefined => {
    const one = own.find((document) => directoryKindOf(document) === kind);
    return one && new AzureObject(one.document);
  };
  return {
    clientId,
    isGiven: own.length > 0,
    app: find('application'),
    principal: find('servicePrincipal'),
  };
}

function imported({ app, principal }: Registered): Section {
  return {
    displayName: app!.text('displayName'),
    consent: 'manual',
    import: { objectId: app!.text('id'), servicePrincipalObjectId: principal!.text('id') },
  };
}

function serverKeys(server: Registered, state: State): Section {
  const [scope] = blocks(blocks(state, 'api')[0], 'oauth2_permission_scope');
  const hasUri = texts(state, 'identifier_uris').includes(`api://${server.clientId}`);
  const { import: ids, ...keys } = imported(server);
  return without({
    ...keys,
    import: { ...(ids as Section), clientId: hasUri ? server.clientId : undefined },
    redirectUris: texts(blocks(state, 'web')[0], 'redirect_uris'),
    groupMembershipClaims: texts(state, 'group_membership_claims'),
    identifierUri: hasUri || undefined,
    scope: scope && {
      id: text(scope, 'id'),
      name: text(scope, 'value'),
      displayName: text(scope, 'admin_consent_display_name') || undefined,
      description: text(scope, 'admin_consent_description') || undefined,
    },
  });
}

/** Passwords and certificates, of which nothing can be read and nothing is done. */
function credentialsOf(app: AzureObject, label: string): Note[] {
  const count = app.objects('passwordCredentials').length + app.objects('keyCredentials').length;
  return count === 0
    ? []
    : [left(`${label}: its passwords and certificates (${count})`, 'they stay until somebody removes them')];
}

/** What a change comes to on which nobody's access hangs; undefined for any other. */
function harmless({ path, before, after }: Change): string | undefined {
  switch (nameOf(path)) {
    case 'api.oauth2_permission_scope':
      return isSameScope(before, after) ? wordsOf(before, after) : undefined;
    case 'required_resource_access':
      return isDeepStrictEqual(permissionsIn(before), permissionsIn(after))
        ? 'the same permissions in another order'
        : undefined;
    case 'web.redirect_uris':
    case 'public_client.redirect_uris':
      return isDeepStrictEqual(urisIn(before), urisIn(after))
        ? `${shown(before)} gets the '/' at its end that azuread demands`
        : undefined;
    default:
      return undefined;
  }
}

/** Whether the two differ in what is said of the consent alone. */
function isSameScope(before: Value, after: Value): boolean {
  const [was, willBe] = [before, after].map((scopes) =>
    (scopes as State[]).map(({ id, value, enabled }) => ({ id, value, enabled })),
  );
  return was!.length === 1 && isDeepStrictEqual(was, willBe);
}

function wordsOf(before: Value, after: Value): string {
  const [[was], [willBe]] = [before as State[], after as State[]];
  return Object.keys(was!)
    .filter((name) => was![name] !== willBe![name] && !(isEmpty(was![name]) && isEmpty(willBe![name])))
    .map((name) => `${name} ${shown(was![name])} becomes ${shown(willBe![name])}`)
    .join(', ');
}

function permissionsIn(accesses: Value): string[] {
  return (accesses as State[])
    .flatMap(({ resource_app_id: app, resource_access: access }) =>
      (access as State[]).map(({ id, type }) => JSON.stringify([app, id, type])),
    )
    .sort();
}

function urisIn(uris: Value): string[] {
  return (uris as string[]).map((uri) => uri.replace(/\/$/, '')).sort();
}
