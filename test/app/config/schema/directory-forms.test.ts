import { LEGACY } from '../config-file';
import { testForms } from './forms';

const x = (length: number): string => 'x'.repeat(length);

testForms([
  [
    LEGACY.replace('server }', 'server, redirectUris: [%] }'),
    'use a URI that starts with https:// or http://',
    ['https://a', 'http://a/b?c'],
    ['', 'a', 'ftp://a', 'xhttps://a', 'https://', 'https://a#b', 'https://a b', 'https:///a'],
  ],
  [
    LEGACY.replace('server }', 'server, redirectUris: [%] }'),
    'use at most 256 characters',
    [`https://${x(248)}`],
    [`https://${x(249)}`],
  ],
  [
    LEGACY.replace('client }', 'client, redirectUris: [%] }'),
    'use an absolute URI with a host and without a fragment',
    ['https://a', 'msal1-+.2://auth', 'urn:a:b', 'a://b/c?d'],
    [
      '',
      'a',
      'a:',
      'a:b',
      'com.contoso.app:/auth',
      'https://',
      'a:///b',
      'urn:a',
      '1a://b',
      'a://b#c',
      'a://b c',
      '-a://b',
    ],
  ],
  [
    LEGACY.replace('client }', 'client, redirectUris: [%] }'),
    'use at most 256 characters',
    [`a://${x(252)}`],
    [`a://${x(253)}`],
  ],
  [
    LEGACY.replace('server }', 'server, scope: { name: % } }'),
    'use 1 to 120 characters without spaces',
    ['user_impersonation', 'a.b/c', x(120)],
    ['', 'a b', 'a"b', 'ä', '.default', x(121)],
  ],
]);
