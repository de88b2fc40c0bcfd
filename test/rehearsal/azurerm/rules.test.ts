import { azurerm } from '../../../rehearsal/azurerm/azurerm';
import { addOnCases } from './add-on-cases';
import { automaticCases, givenAutomatic } from './automatic-cases';
import { azurermCases, cyclingCases, givenSubscription, legacyCases } from './azurerm-cases';
import { eligibilityCases } from './eligibility-cases';
import { RefusalCase, RehearsedService } from '../protocol/rehearsed-service';

function expectRefusal(service: RehearsedService, one: RefusalCase): void {
  const said = service.refusals(one).map(({ problem }) => problem.summary);

  expect(said.join('\n')).toContain(one.says);
  expect(service.refusals(one, one.good).map(({ problem }) => problem.summary)).toEqual([]);
}

describe('the rules of Azure', () => {
  test('each refuses what it says, in the words of azurerm or Azure, and lets the rest pass', async () => {
    const { service, given } = await givenSubscription();

    [
      ...azurermCases(given),
      ...addOnCases(given),
      ...cyclingCases(given),
      ...eligibilityCases(given),
    ].forEach((one) => expectRefusal(service, one));
  });

  test('legacy AAD has rules of its own in azurerm 3', async () => {
    const { service } = await givenSubscription('3.117.1');

    legacyCases().forEach((one) => expectRefusal(service, one));
  });

  test('AKS Automatic has some of them', async () => {
    const service = await givenAutomatic();

    automaticCases.forEach((one) => expectRefusal(service, one));
  });

  test('each has a case that trips it', async () => {
    const { service, given } = await givenSubscription();
    const legacy = (await givenSubscription('3.117.1')).service;
    const automatic = await givenAutomatic();
    const tripped = new Set(
      [
        ...automaticCases.flatMap((one) => automatic.refusals(one)),
        ...[
          ...azurermCases(given),
          ...addOnCases(given),
          ...cyclingCases(given),
          ...eligibilityCases(given),
        ].flatMap((one) => service.refusals(one)),
        ...legacyCases().flatMap((one) => legacy.refusals(one)),
      ].map(({ rule }) => rule),
    );

    expect(
      azurerm.rules.filter((rule) => !tripped.has(rule)).map(({ on, refuses }) => `${on}: ${refuses}`),
    ).toEqual([]);
  });

  test('each has a source', () => {
    expect(azurerm.rules.filter(({ source }) => !source.startsWith('https://'))).toEqual([]);
  });
});
