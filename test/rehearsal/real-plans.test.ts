import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlanJson, PlannedChanges } from '../../rehearsal/planned-changes';
import { describeWithTerraform, TerraformDirectory } from './terraform';

const BEFORE = `
resource "terraform_data" "kept" {}
resource "terraform_data" "updated" { input = "x" }
resource "terraform_data" "replaced" { triggers_replace = "x" }
resource "terraform_data" "replaced_first" { triggers_replace = "x" }
resource "terraform_data" "old" {}
resource "terraform_data" "old_updated" { input = "x" }
resource "terraform_data" "old_replaced" { triggers_replace = "x" }
resource "terraform_data" "forgotten" { input = "x" }
resource "terraform_data" "destroyed" {}
resource "terraform_data" "counted" {}
resource "terraform_data" "counted_out" {}
`;

const AFTER = `
resource "terraform_data" "kept" {}
resource "terraform_data" "created" { input = "x" }
resource "terraform_data" "updated" { input = "y" }
resource "terraform_data" "replaced" { triggers_replace = "y" }
resource "terraform_data" "replaced_first" {
  triggers_replace = "y"
  lifecycle {
    create_before_destroy = true
  }
}
resource "terraform_data" "moved" {}
resource "terraform_data" "moved_updated" { input = "y" }
resource "terraform_data" "moved_replaced" { triggers_replace = "y" }
resource "terraform_data" "counted" { count = 2 }
resource "terraform_data" "counted_out" { count = 0 }
resource "terraform_data" "imported" {}
resource "terraform_data" "imported_updated" { input = "x" }
moved {
  from = terraform_data.old
  to   = terraform_data.moved
}
moved {
  from = terraform_data.old_updated
  to   = terraform_data.moved_updated
}
moved {
  from = terraform_data.old_replaced
  to   = terraform_data.moved_replaced
}
removed {
  from = terraform_data.forgotten
  lifecycle {
    destroy = false
  }
}
import {
  to = terraform_data.imported
  id = "one"
}
import {
  to = terraform_data.imported_updated
  id = "two"
}
`;

interface State {
  serial: number;
  readonly resources: { readonly name: string; readonly instances: object[] }[];
}

/** As after a replacement that could not delete the old object. */
function leaveDeposed(file: string, name: string): void {
  const state = JSON.parse(readFileSync(file, 'utf8')) as State;
  const { instances } = state.resources.find((resource) => resource.name === name)!;
  instances.push({ ...instances[0], deposed: '5128b3fe' });
  state.serial++;
  writeFileSync(file, JSON.stringify(state));
}

describeWithTerraform('a plan of Terraform', () => {
  let terraform: TerraformDirectory;
  afterEach(() => terraform.remove());

  test('is counted as Terraform counts it, and says what becomes of each resource', async () => {
    terraform = new TerraformDirectory('{}');
    terraform.write(BEFORE);
    await terraform.succeed('init');
    await terraform.apply();
    leaveDeposed(join(terraform.path, 'terraform.tfstate'), 'kept');
    terraform.write(AFTER);
    const said = await terraform.succeed('plan', '-out=plan.bin');
    const plan = new PlannedChanges(
      JSON.parse(await terraform.succeed('show', '-json', 'plan.bin')) as PlanJson,
    );

    const [, ...counts] = /Plan: (\d+) to import, (\d+) to add, (\d+) to change, (\d+) to destroy\./.exec(
      said,
    )!;
    expect(plan.describe().split(' — ')[0]).toBe(
      `${counts[0]} imported, ${counts[1]} added, ${counts[2]} changed, ${counts[3]} destroyed`,
    );
    expect(counts).toEqual(['2', '5', '3', '6']);
    const fates = plan.resources.map(
      ({ address, fate }) => `${fate} ${address.replace('terraform_data.', '')}`,
    );
    expect(fates.sort()).toEqual([
      'changed moved_updated',
      'changed updated',
      'created counted[1]',
      'created created',
      'destroyed counted_out[0]',
      'destroyed destroyed',
      'destroyed kept (deposed object 5128b3fe)',
      'imported imported',
      'imported imported_updated',
      'moved counted[0]',
      'moved moved',
      'no longer managed forgotten',
      'replaced moved_replaced',
      'replaced replaced',
      'replaced replaced_first',
    ]);
    // What is left as it is has no attributes that change.
    expect(plan.resources.find(({ fate }) => fate === 'no longer managed')!.attributes).toEqual([]);
  });
});
