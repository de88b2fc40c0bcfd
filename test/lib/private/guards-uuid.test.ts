import { Token } from 'cdktf';
import { requireUuid, uuidProblem } from '../../../lib/private/guards';
import { refusal, scope, untyped } from './refusal';

const TEXT = Token.asString({ Ref: 'text' });
const GUID = '894656e1-39f8-4bfe-b16a-510f61af6f41';

describe('requireUuid', () => {
  const check = (value: unknown) => () =>
    requireUuid('id', untyped(value), 'the object ID of a group', scope);

  test.each([
    ['a UUID', GUID],
    ['one in upper case', GUID.toUpperCase()],
    ['nothing', undefined],
    ['a token', TEXT],
  ])('takes %s', (_, value) => {
    expect(refusal(check(value))).toBeUndefined();
  });

  const FORM = 'a UUID has the form 00000000-0000-0000-0000-000000000000';
  test.each<[string, unknown, string]>([
    ['a name', 'admins', `id 'admins' is not the object ID of a group: ${FORM}`],
    [
      'the path of a group',
      `/groups/${GUID}`,
      `id '/groups/${GUID}' is not the object ID of a group: pass '${GUID}' (the attribute object_id, not id)`,
    ],
    [
      'a path in upper case',
      `/servicePrincipals/${GUID.toUpperCase()}`,
      `id '/servicePrincipals/${GUID.toUpperCase()}' is not the object ID of a group: ` +
        `pass '${GUID.toUpperCase()}' (the attribute object_id, not id)`,
    ],
    [
      'a longer path',
      `/groups/${GUID}/owners`,
      `id '/groups/${GUID}/owners' is not the object ID of a group: ${FORM}`,
    ],
    [
      'a path below another',
      `/a/groups/${GUID}`,
      `id '/a/groups/${GUID}' is not the object ID of a group: ${FORM}`,
    ],
    ['a path of nothing', `//${GUID}`, `id '//${GUID}' is not the object ID of a group: ${FORM}`],
    ['a short path', '/groups/8', `id '/groups/8' is not the object ID of a group: ${FORM}`],
    ['a number', 7, 'id must be a string, received a value of type number'],
  ])('refuses %s', (_, value, message) => {
    expect(refusal(check(value))).toBe(`${message} (at 'test/Here')`);
  });

  test('the problem alone is for those who have no construct', () => {
    expect([GUID, undefined, TEXT].map((value) => uuidProblem('id', value, 'a UUID'))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(uuidProblem('id', 'x', 'a UUID')).toBe(`id 'x' is not a UUID: ${FORM}`);
  });
});
