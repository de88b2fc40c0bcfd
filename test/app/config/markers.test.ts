import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../../app/config';

const HEAD =
  'aad: { adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41] }\ncluster: { name: shop, resourceGroupName: rg, location: eastus }\n';

function problemOf(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'markers-'));
  try {
    writeFileSync(join(folder, 'aks.yaml'), HEAD + content);
    loadConfig(join(folder, 'aks.yaml'), {});
    return '';
  } catch (error) {
    return (error as Error).message.replaceAll(`${folder}/`, '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.each([
  [
    "roles: [{ name: r, rules: [{ verbs: ['#{TfToken[TOKEN.9]}'], resources: [pods] }] }]",
    'roles[0].rules[0].verbs[0]',
  ],
  [
    "roles: [{ name: r, rules: [{ verbs: [get], resources: [pods], resourceNames: ['#{TfToken[TOKEN.9]}'] }] }]",
    'resourceNames[0]',
  ],
  ["namespaces: [{ name: a, labels: { '&{TfToken[TOKEN.1]}': x } }]", 'namespaces[0].labels'],
  ["namespaces: [{ name: a, annotations: { note: '-1.8881545897087626e+289' } }]", 'annotations.note'],
  ['silence: [-1.8881545897087626e+289]', 'silence[0]'],
])('%s is refused where it stands', (content, key) => {
  const problem = problemOf(content);

  expect(problem).toContain('aks.yaml:3:');
  expect(problem).toContain(key);
  expect(problem).toContain('a marker of cdktf, which would be resolved to something else: write plain text');
});

test('text that only looks like one is left alone', () => {
  expect(problemOf("namespaces: [{ name: a, annotations: { note: 'TfToken, 1e+5 and #{x}' } }]")).toBe('');
});
