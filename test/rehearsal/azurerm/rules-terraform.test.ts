import { azurerm } from '../../../rehearsal/azurerm/azurerm';
import { FileWorld } from '../../../rehearsal/world/world';
import { azurermCases, cyclingCases, givenSubscription, legacyCases } from './azurerm-cases';
import { describeWithTerraform } from '../terraform';
import { terraformRefusals } from '../protocol/terraform-refusals';

describeWithTerraform('an Azure subscription under real Terraform', () => {
  test('every rule is reported by terraform validate or terraform apply', async () => {
    const world = new FileWorld();
    const { service, given } = await givenSubscription('4.55.0', world);
    const [first, second] = [azurermCases(given), cyclingCases(given)];
    const input = { behaviour: azurerm, version: '4.55.0', world, service };
    const outputs = [
      await terraformRefusals({ ...input, cases: first }),
      await terraformRefusals({ ...input, cases: second }),
    ];

    const printed = outputs.map(({ validate, apply }) => `${validate} ${apply}`).join(' ');
    const expected = [...first, ...second].map(({ says }) => says);
    expect(expected.filter((says) => !printed.includes(says))).toEqual([]);
  });

  test('the rules about legacy AAD are reported by terraform apply with azurerm 3, and not before', async () => {
    const world = new FileWorld();
    const { service } = await givenSubscription('3.117.1', world);
    const cases = legacyCases();
    const output = await terraformRefusals({ behaviour: azurerm, version: '3.117.1', world, service, cases });

    expect(output.validate).toContain('Success!');
    expect(cases.map(({ says }) => says).filter((says) => !output.apply.includes(says))).toEqual([]);
  });
});
