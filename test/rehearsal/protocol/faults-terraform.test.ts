import { Faults, parseFault } from '../../../rehearsal/protocol/faults';
import { describeWithTerraform } from '../terraform';
import { APPLICATION, start, terraform, withStandIns, world } from './under-terraform';

describeWithTerraform('stand-in providers under real Terraform', () => {
  withStandIns();

  describe('with faults', () => {
    const PAIR = `${APPLICATION}
      resource "azurerm_resource_group" "g" {
        name     = "g-\${azuread_application.a.display_name}"
        location = "westeurope"
      }`;

    async function applyWithFault(fault: string): Promise<{ code: number | null; output: string }> {
      const faults = new Faults([parseFault(fault)], () => terraform.signal('SIGKILL'));
      terraform.attach(await start({ faults }));
      terraform.write(PAIR);
      return terraform.run('apply', '-auto-approve');
    }

    async function expectConverged(): Promise<void> {
      expect(await terraform.plannedChanges()).toEqual({});
      expect(await terraform.resources()).toEqual(['azuread_application.a', 'azurerm_resource_group.g']);
      expect(world.size).toBe(2);
      await terraform.destroy();
      expect(world.size).toBe(0);
    }

    test('a refused create leaves nothing and succeeds the next time', async () => {
      const { code, output } = await applyWithFault('create-fails:azurerm_resource_group');
      expect(code).toBe(1);
      expect(output).toContain('creating azurerm_resource_group: the service refused');
      expect(await terraform.resources()).toEqual(['azuread_application.a']);

      await terraform.apply();
      await expectConverged();
    });

    test('an object that is not found after its creation is lost, in the words of Terraform', async () => {
      const { code, output } = await applyWithFault('not-found-after-create:azuread_application');
      expect(code).toBe(1);
      expect(output.replace(/\s*│?\s+/g, ' ')).toContain('Root object was present, but now absent');
      expect(world.all('azuread_application')).toHaveLength(1);
      expect(await terraform.plannedChanges()).toMatchObject({ 'azuread_application.a': 'create' });
    });

    test('a killed apply keeps its state and the next one orphans nothing', async () => {
      const { code } = await applyWithFault('kill-during-apply:azurerm_resource_group');
      expect(code).toBeNull();
      expect(world.all('azurerm_resource_group')).toHaveLength(1);
      expect(await terraform.resources()).toEqual(['azuread_application.a']);

      expect(await terraform.apply()).toContain('was left over from an apply that was killed');
      await expectConverged();
    });
  });
});
