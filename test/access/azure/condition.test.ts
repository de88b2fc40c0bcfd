import { ConditionRequest, readCondition, Verdict } from '../../../access/azure/condition';

const GROUP = '@Request[Microsoft.ContainerService/managedClusters/customResources:group]';
const KIND = '@Request[Microsoft.ContainerService/managedClusters/customResources:kind]';
const READ = "ActionMatches{'Microsoft.ContainerService/managedClusters/customresources/read'}";

const custom = (group: string, kind: string, verb = 'read'): ConditionRequest => ({
  action: `customresources/${verb}`,
  customResource: { group, kind },
});
const PODS: ConditionRequest = { action: 'pods/read' };

/** The example of https://learn.microsoft.com/azure/aks/entra-id-authorization, with its line breaks. */
const EXAMPLE = `(
 (
  !(${READ})
 )
 OR
 (
  ${GROUP} StringEqualsIgnoreCase 'x.io'
  AND
  ${KIND} StringEqualsIgnoreCase 'widgets'
 )
)`;

test.each<[ConditionRequest, Verdict]>([
  [PODS, true],
  [custom('x.io', 'widgets'), true],
  [custom('x.io', 'gadgets'), false],
  [custom('y.io', 'widgets'), false],
  // The example says nothing about writing.
  [custom('y.io', 'gadgets', 'write'), true],
])('the example of Microsoft: %j is %s', (request, verdict) => {
  expect(readCondition(EXAMPLE).holds(request)).toBe(verdict);
});

test.each<[string, ConditionRequest, Verdict]>([
  [`${GROUP} StringEquals 'x.io'`, custom('x.io', 'a'), true],
  [`${GROUP} StringEquals 'X.io'`, custom('x.io', 'a'), false],
  [`${GROUP} StringEqualsIgnoreCase 'X.io'`, custom('x.io', 'a'), true],
  [`${GROUP} StringNotEquals 'x.io'`, custom('y.io', 'a'), true],
  [`${GROUP} ForAnyOfAnyValues:StringEquals {'x.io', 'y.io'}`, custom('y.io', 'a'), true],
  [`${GROUP} ForAnyOfAnyValues:StringEquals {'x.io'}`, custom('y.io', 'a'), false],
  [`${GROUP} StringEquals 'x.io' && ${KIND} StringEquals 'b'`, custom('x.io', 'a'), false],
  [`${GROUP} StringEquals 'y.io' || ${KIND} StringEquals 'a'`, custom('x.io', 'a'), true],
  [`NOT (${GROUP} StringEquals 'y.io')`, custom('x.io', 'a'), true],
  ["ActionMatches{'Microsoft.ContainerService/managedClusters/*/read'}", PODS, true],
  ["ActionMatches{'Microsoft.ContainerService/managedClusters/*/write'}", PODS, false],
])('%s', (text, request, verdict) => {
  expect(readCondition(text).holds(request)).toBe(verdict);
});

describe('what is not known has no verdict', () => {
  test.each([
    ['another operator', `${GROUP} StringLike 'x*'`],
    ['another attribute', "@Principal[Microsoft.Directory/CustomSecurityAttributes/Id:a_b] StringEquals 'c'"],
    [
      'another spelling of the attribute',
      `${GROUP.replace('customResources', 'customresources')} StringEquals 'x.io'`,
    ],
    ['the time', "@Environment[UtcNow] DateTimeLessThan '2027-01-01T00:00:00.0Z'"],
    ['a suboperation', "SubOperationMatches{'Blob.List'}"],
    ['whether there is an attribute', `Exists ${GROUP}`],
    ['an attribute on the right', `${GROUP} StringEquals ${KIND}`],
    ['something that cannot be read', 'if you like'],
    ['something cut off', `(${GROUP} StringEquals`],
    [
      'which of two operators binds closer',
      `${GROUP} StringEquals 'x.io' OR ${KIND} StringEquals 'a' AND ${READ}`,
    ],
    ['a request that has no such attribute', `${GROUP} StringEquals 'x.io'`],
  ])('%s', (_what, text) => {
    const request = text === `${GROUP} StringEquals 'x.io'` ? PODS : custom('x.io', 'a');
    expect(readCondition(text).holds(request)).toBeUndefined();
  });

  test('and decides nothing where the rest decides', () => {
    const text = `!(${READ}) OR (${GROUP} StringLike 'x*')`;
    const both = `${GROUP} StringLike 'x*' AND ${KIND} StringEquals 'b'`;

    expect(readCondition(text).holds(PODS)).toBe(true);
    expect(readCondition(text).holds(custom('x.io', 'a'))).toBeUndefined();
    expect(readCondition(both).holds(custom('x.io', 'a'))).toBe(false);
    expect(readCondition(both).holds(custom('x.io', 'b'))).toBeUndefined();
  });
});
