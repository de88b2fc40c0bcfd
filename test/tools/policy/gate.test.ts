import { complaints, scoreOf } from '../../../tools/policy/gate';
import { Policy, POLICIES } from '../../../tools/policy/policies';
import { Finding, parseScan, Scan } from '../../../tools/policy/scan';

const VERSION = '3.3.30';
const POLICY: Policy = { config: 'aks.yaml', allowed: { CKV_AZURE_4: 'needs a workspace' } };

function finding(check: string, resource = 'Aks'): Finding {
  return { check, title: `title of ${check}`, resource };
}

function scanWith(more: Partial<Scan>): Scan {
  return {
    version: VERSION,
    passed: [finding('CKV_AZURE_5')],
    failed: [finding('CKV_AZURE_4')],
    skipped: 0,
    unreadable: 0,
    ...more,
  };
}

describe('the policy gate', () => {
  test('opens when exactly what is allowed fails', () => {
    expect(complaints(POLICY, scanWith({}), VERSION)).toEqual([]);
  });

  test.each<[string, Partial<Scan>, string]>([
    [
      'another check fails',
      { failed: [finding('CKV_AZURE_4'), finding('CKV_AZURE_7')] },
      "CKV_AZURE_7 fails for 'Aks': title of CKV_AZURE_7",
    ],
    [
      'an allowance is not used',
      { failed: [] },
      'CKV_AZURE_4 is allowed to fail but does not: remove it from tools/policy/policies.ts',
    ],
    [
      'checks are suppressed',
      { skipped: 2 },
      '2 checks are suppressed: list them in tools/policy/policies.ts',
    ],
    ['a file cannot be read', { unreadable: 1 }, 'checkov could not read 1 files'],
    ['nothing was checked', { passed: [] }, 'no check passes, so nothing was checked'],
    [
      'checkov has another version',
      { version: '3.4.0' },
      'checkov is 3.4.0, but tools/policy/requirements.txt pins 3.3.30',
    ],
  ])('stays closed when %s', (_, scan, complaint) => {
    expect(complaints(POLICY, scanWith(scan), VERSION)).toEqual([complaint]);
  });
});

test('the score counts the checks of the cluster only', () => {
  const scan = scanWith({ passed: [finding('CKV_AZURE_5'), finding('CKV_K8S_42', 'Binding')] });

  expect(scoreOf(scan, ['Aks'])).toEqual({ passed: 1, failed: 1 });
});

test('a resource has one name, whether checkov reads it as a block or as part of a graph', () => {
  const check = (resource: string): object => ({ check_id: 'CKV_1', check_name: 'one', resource });
  const scan = parseScan(
    JSON.stringify({
      summary: { checkov_version: VERSION, skipped: 0, parsing_errors: 0 },
      results: {
        passed_checks: [check('resource.Aks_943C0E94')],
        failed_checks: [check('azurerm_kubernetes_cluster.Aks_943C0E94')],
      },
    }),
  );

  expect([...scan.passed, ...scan.failed].map(({ resource }) => resource)).toEqual([
    'Aks_943C0E94',
    'Aks_943C0E94',
  ]);
});

test('an answer without resources is an error, not a pass', () => {
  expect(() => parseScan('{"passed": 0, "failed": 0}')).toThrow('checkov has found no resource of Terraform');
});

test('only the eight checks that opt-ins satisfy may fail for the defaults, and none with all opt-ins', () => {
  expect(POLICIES.map(({ config, allowed }) => [config, Object.keys(allowed)])).toEqual([
    ['aks.yaml', [4, 6, 115, 117, 170, 226, 227, 232].map((number) => `CKV_AZURE_${number}`)],
    ['examples/all-opt-ins.yaml', []],
  ]);
});
