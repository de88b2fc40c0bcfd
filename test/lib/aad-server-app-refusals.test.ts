import { AadServerAppProps, AppConsent } from '../../lib';
import { ID, synthApp } from './sample-server-app';

describe('bad input is refused', () => {
  test.each<[string, Partial<AadServerAppProps>, string]>([
    [
      'an empty name',
      { displayName: ' ' },
      "displayName ' ' is not valid: use 1 to 120 characters (at 'test/Server')",
    ],
    [
      'a relative redirect URI',
      { redirectUris: ['aksazureadserver'] },
      "redirectUris 'aksazureadserver' is not valid: use an absolute URI that starts with 'https://' or 'http://', such as 'https://aksazureadserver' (at 'test/Server')",
    ],
    [
      'another scheme',
      { redirectUris: ['urn:ietf:wg:oauth:2.0:oob'] },
      "redirectUris 'urn:ietf:wg:oauth:2.0:oob' is not valid: use an absolute URI that starts with 'https://' or 'http://', such as 'https://aksazureadserver' (at 'test/Server')",
    ],
    [
      'a fragment',
      { redirectUris: ['https://contoso.com/#top'] },
      "redirectUris 'https://contoso.com/#top' is not valid: remove the fragment '#top' (at 'test/Server')",
    ],
    [
      'one redirect URI twice, once without its slash',
      { redirectUris: ['https://contoso.com', 'https://contoso.com/'] },
      "redirectUris has 'https://contoso.com/' twice: remove one of them (at 'test/Server')",
    ],
    [
      'a scope name with a space',
      { scopeName: 'sign in' },
      "scopeName 'sign in' is not valid: use 1 to 120 characters without spaces or quotes, not beginning with a period (at 'test/Server')",
    ],
    [
      'a scope name that begins with a period',
      { scopeName: '.default' },
      "scopeName '.default' is not valid: use 1 to 120 characters without spaces or quotes, not beginning with a period (at 'test/Server')",
    ],
    [
      'a scope ID that is no UUID',
      { scopeId: 'sign_in' },
      "scopeId 'sign_in' is not the ID of a scope: a UUID has the form 00000000-0000-0000-0000-000000000000 (at 'test/Server')",
    ],
    [
      'half a day of validity',
      { secretValidityDays: 0.5 },
      "secretValidityDays 0.5 is not valid: use a whole number from 1 to 3650 (at 'test/Server')",
    ],
    [
      'an owner by path',
      { owners: [`/users/${ID}`] },
      `owners '/users/${ID}' is not the object ID of a user or service principal: pass '${ID}' (the attribute object_id, not id) (at 'test/Server')`,
    ],
    [
      'pre-authorisation',
      { consent: AppConsent.PRE_AUTHORIZED },
      "consent 'PRE_AUTHORIZED' is for client applications; a server application takes AppConsent.ADMIN or AppConsent.MANUAL (at 'test/Server')",
    ],
  ])('%s', (_, props, message) => {
    expect(() => synthApp(props)).toThrow(new Error(message));
  });

  test('a redirect URI that is longer than Azure AD takes', () => {
    const uri = `https://contoso.com/${'x'.repeat(240)}`;
    expect(() => synthApp({ redirectUris: [uri] })).toThrow(
      "is not valid: it has 260 characters, Azure AD takes at most 256 (at 'test/Server')",
    );
  });
});
