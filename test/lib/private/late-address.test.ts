import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, TerraformResource, Testing } from 'cdktf';
import { defineStacks } from '../../../tools/packaging/sample/stacks';

const outdir = mkdtempSync(join(tmpdir(), 'late-address-'));
afterAll(() => rmSync(outdir, { recursive: true }));

/** Every construct of the library, with another address for each resource. */
function moved(): { app: App; resources: TerraformResource[] } {
  const app = Testing.app({ outdir });
  defineStacks(app);
  const resources = app.node.findAll().filter((one) => TerraformResource.isTerraformResource(one));
  resources.forEach((resource, i) => resource.overrideLogicalId(`another_${i}`));
  return { app, resources };
}

test('the address of every resource can be another one, though constructs refer to it', () => {
  const { resources } = moved();

  const stuck = resources.filter((resource, i) => resource.friendlyUniqueId !== `another_${i}`);
  expect(resources.length).toBeGreaterThan(20);
  expect(stuck.map(({ terraformResourceType, node }) => `${terraformResourceType} ${node.path}`)).toEqual([]);
});

test('what refers to it follows, in other stacks too', () => {
  moved().app.synth();

  const folders = readdirSync(join(outdir, 'stacks'));
  expect(folders).toHaveLength(3);
  for (const folder of folders) {
    const json = readFileSync(join(outdir, 'stacks', folder, 'cdk.tf.json'), 'utf8');
    const { resource, data = {} } = JSON.parse(json) as Record<string, Record<string, object>>;
    const addressesIn = (types: Record<string, object>, before = ''): string[] =>
      Object.entries(types).flatMap(([type, all]) => Object.keys(all).map((id) => `${before}${type}.${id}`));
    const known = [...addressesIn(resource!), ...addressesIn(data, 'data.')];
    const references = Array.from(
      json.matchAll(/\$\{((?:data\.)?[a-z0-9_]+\.[A-Za-z0-9_-]+)[.[]/g),
      ([, one]) => one!,
    );

    expect(references.length).toBeGreaterThan(0);
    expect(references.filter((one) => !known.includes(one))).toEqual([]);
  }
});
