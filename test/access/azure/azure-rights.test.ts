import { azureRights } from '../../../access/azure/azure-rights';
import { AzureRights } from '../../../access/rbac/objects';
import { ResourceRequest, ruleAllows } from '../../../access/rbac/authorizer';
import { describeRule, rightsNotCovered } from '../../../access/rbac/escalation';
import { rulesInWords } from '../../../access/report/rights';
import { AzureRoleCondition } from '../../../lib';
import { BUILT_IN_DATA_ACTIONS } from '../../../lib/shared/azure-role-actions';

const GROUP = '@Request[Microsoft.ContainerService/managedClusters/customResources:group]';

/** `get pods`, `create pods/exec`, `list certificates.cert-manager.io`. */
function request(words: string): ResourceRequest {
  const [verb = '', what = ''] = words.split(' ');
  const [path = '', subresource] = what.split('/');
  const [resource = '', ...group] = path.split('.');
  return { verb, apiGroup: group.join('.'), resource, subresource, namespace: 'shop' };
}

const allows = ({ rules }: AzureRights, words: string): boolean =>
  rules.some((rule) => ruleAllows(rule, request(words)));
const perhaps = ({ unevaluated }: AzureRights, words: string): boolean =>
  (unevaluated?.rules ?? []).some((rule) => ruleAllows(rule, request(words)));

test.each<[string[], string, boolean]>([
  [['apps/deployments/read'], 'list deployments.apps', true],
  [['apps/deployments/read'], 'watch deployments.apps/scale', true],
  [['apps/deployments/read'], 'patch deployments.apps', false],
  [['apps/deployments/read'], 'list statefulsets.apps', false],
  [['apps/*'], 'delete statefulsets.apps', true],
  [['*/read'], 'list secrets', true],
  [['*/read'], 'get widgets.x.io', true],
  [['*/read'], 'create pods/exec', false],
  [['pods/write'], 'create pods/exec', false],
  [['pods/exec/action'], 'create pods/exec', true],
  [['pods/*'], 'create pods/exec', true],
  [['pods/read'], 'get pods/log', true],
  [['serviceaccounts/write'], 'create serviceaccounts/token', true],
  [['customresources/read'], 'get widgets.x.io', true],
  [['customresources/read'], 'get pods', false],
  [['customresources/read'], 'get deployments.apps', false],
  // What Azure has no data actions for it takes for a custom resource, built into Kubernetes or not.
  [['customresources/write'], 'create mutatingadmissionpolicies.admissionregistration.k8s.io', true],
  [['customresources/*'], 'approve signers.certificates.k8s.io', false],
  [['users/impersonate/action'], 'impersonate users', true],
  [['Apps/Deployments/READ'], 'get deployments.apps', true],
  [['secrets/*'], '* secrets', false],
  [['*'], '* secrets', true],
])('%j and %s: %s', (dataActions, words, allowed) => {
  expect(allows(azureRights({ dataActions }), words)).toBe(allowed);
});

test('what is taken out again is not there', () => {
  const rights = azureRights({ dataActions: ['*'], notDataActions: ['secrets/*', 'customresources/*'] });

  expect(allows(rights, 'get secrets')).toBe(false);
  expect(allows(rights, 'get widgets.x.io')).toBe(false);
  expect(allows(rights, 'delete nodes')).toBe(true);
  expect(allows(rights, '* pods')).toBe(false);
});

test('paths are data actions, too', () => {
  const rights = azureRights({ dataActions: ['healthz/read'] }).rules;
  const path = (one: string): boolean => rights.some((rule) => ruleAllows(rule, { verb: 'get', path: one }));

  expect([path('/healthz'), path('/healthz/etcd'), path('/metrics'), path('*')]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test.each([
  ['Reader', 'get secrets', false],
  ['Reader', 'get pods/log', true],
  ['Reader', 'list nodes', false],
  ['Writer', 'get secrets', true],
  ['Writer', 'create pods/exec', true],
  ['Writer', 'create rolebindings.rbac.authorization.k8s.io', false],
  ['Writer', 'get widgets.x.io', false],
  ['Admin', 'create resourcequotas', false],
  ['Admin', 'escalate clusterroles.rbac.authorization.k8s.io', true],
  ['Admin', 'delete widgets.x.io', true],
  ['Cluster Admin', 'create resourcequotas', true],
])('the built-in %s and %s: %s', (role, words, allowed) => {
  const rights = BUILT_IN_DATA_ACTIONS[`Azure Kubernetes Service RBAC ${role}`]!;

  expect(allows(azureRights(rights), words)).toBe(allowed);
});

describe('a condition on custom resources', () => {
  const limited = (
    dataActions: string[],
    ...resources: { apiGroup: string; resources?: string[] }[]
  ): AzureRights =>
    azureRights({ dataActions }, AzureRoleCondition.customResources(resources)._expression({ dataActions }));

  test('limits them and leaves the rest', () => {
    const rights = limited(['*'], { apiGroup: 'x.io', resources: ['widgets'] }, { apiGroup: 'y.io' });

    expect(rights.unevaluated).toBeUndefined();
    expect(
      [
        'get pods',
        'delete secrets',
        'delete widgets.x.io',
        'get widgets.x.io/status',
        'get anything.y.io',
      ].filter((one) => !allows(rights, one)),
    ).toEqual([]);
    expect(
      ['get gadgets.x.io', 'get widgets.z.io', 'patch certificates.cert-manager.io'].filter((one) =>
        allows(rights, one),
      ),
    ).toEqual([]);
    expect(allows(rights, '* *')).toBe(false);
  });

  test('is told as what it lets through', () => {
    const rights = limited(['customresources/read'], { apiGroup: 'x.io', resources: ['widgets'] });

    expect(rulesInWords(rights.rules)).toEqual(['data actions customresources/read, with widgets.x.io']);
    expect(rights.rules.map(describeRule)).toEqual([
      '{DataActions:["customresources/read"], CustomResources:["widgets.x.io"]}',
    ]);
  });

  test('of which every verb is named, unlike in the example of Microsoft', () => {
    const dataActions = ['customresources/read', 'customresources/write'];
    const example = azureRights(
      { dataActions },
      `(!(ActionMatches{'Microsoft.ContainerService/managedClusters/customresources/read'}) OR ${GROUP} StringEquals 'x.io')`,
    );

    expect(allows(example, 'get widgets.y.io')).toBe(false);
    expect(allows(example, 'create widgets.y.io')).toBe(true);
    expect(allows(limited(dataActions, { apiGroup: 'x.io' }), 'create widgets.y.io')).toBe(false);
  });
});

describe('a condition that is not evaluated', () => {
  test('gives nothing for certain, and everything of the role perhaps', () => {
    const rights = azureRights({ dataActions: ['pods/read', 'customresources/read'] }, 'if you like');

    expect(rights.rules).toEqual([]);
    expect(perhaps(rights, 'get pods')).toBe(true);
    expect(perhaps(rights, 'get widgets.x.io')).toBe(true);
    expect(perhaps(rights, 'get secrets')).toBe(false);
  });

  test('in part gives what is certain', () => {
    const rights = azureRights(
      { dataActions: ['*'] },
      `(!(ActionMatches{'Microsoft.ContainerService/managedClusters/customresources/*'}) OR ${GROUP} StringLike 'x*')`,
    );

    expect(allows(rights, 'delete pods')).toBe(true);
    expect(allows(rights, 'get widgets.x.io')).toBe(false);
    expect(perhaps(rights, 'get widgets.x.io')).toBe(true);
    expect(perhaps(rights, 'delete pods')).toBe(false);
  });

  test('that takes groups out says more than a list of what is let through can', () => {
    const rights = azureRights(
      { dataActions: ['customresources/read'] },
      `${GROUP} StringNotEquals 'secret.io'`,
    );

    expect(allows(rights, 'get widgets.x.io')).toBe(false);
    expect(perhaps(rights, 'get widgets.x.io')).toBe(true);
  });

  test('that never holds gives nothing at all', () => {
    expect(
      azureRights(
        { dataActions: ['pods/read'] },
        "!(ActionMatches{'Microsoft.ContainerService/managedClusters/pods/read'})",
      ),
    ).toEqual({ rules: [] });
  });
});

test('rights of Azure and of Kubernetes cover each other', () => {
  const azure = (...dataActions: string[]): AzureRights['rules'] => azureRights({ dataActions }).rules;
  const pods = [{ verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['pods'] }];

  expect(rightsNotCovered(pods, azure('pods/read'))).toEqual([]);
  expect(rightsNotCovered(azure('pods/read'), pods)).toEqual([]);
  expect(rulesInWords(rightsNotCovered(pods, azure('pods/read', 'pods/write', 'secrets/read')))).toEqual([
    'data actions pods/write, secrets/read',
  ]);
  expect(rightsNotCovered(azure('*/read'), azure('*'))).toHaveLength(1);
  expect(rightsNotCovered(azure('*'), azure('*/read'))).toEqual([]);
});
