import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreationJournal } from '../../rehearsal/creation-journal';
import { Leftovers } from '../../rehearsal/protocol/leftovers';
import { RehearsalFailed } from '../../rehearsal/rehearsal-failed';
import { StateFiles, StateInstance } from '../../rehearsal/state-files';
import { FileWorld } from '../../rehearsal/world/world';

let directory: string;
let states: StateFiles;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'states-'));
  states = new StateFiles(directory);
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const GROUP = { id: 'one', display_name: 'ops' };

function write(stack: string, ...instances: object[]): void {
  const resource = { mode: 'managed', type: 'azuread_group', name: 'Ops_0A1B2C3D', instances };
  writeFileSync(states.file(stack), JSON.stringify({ version: 4, resources: [resource] }));
}

function instance(address: string, attributes: object, isDeposed = false): StateInstance {
  const type = address.split('.')[0]!;
  return { type, address, attributes: attributes as StateInstance['attributes'], isDeposed };
}

describe('a state', () => {
  test('is read with addresses, deposed instances and indexes', () => {
    write('identity', { index_key: 'a', attributes: GROUP }, { deposed: '1234', attributes: GROUP });

    expect(states.read('identity')).toMatchObject([
      { address: 'azuread_group.Ops_0A1B2C3D["a"]', isDeposed: false },
      { address: 'azuread_group.Ops_0A1B2C3D', isDeposed: true },
    ]);
    expect(states.read('cluster')).toEqual([]);
  });

  test('has types, with the addresses of their providers; one that is torn has none', () => {
    const resources = [
      ['managed', 'azurerm_lb', 'provider["registry.terraform.io/hashicorp/azurerm"].second'],
      ['data', 'azuread_user', 'module.users.provider["registry.opentofu.org/hashicorp/azuread"]'],
      ['managed', 'terraform_data', 'provider["terraform.io/builtin/terraform"]'],
    ].map(([mode, type, provider]) => ({ mode, type, name: 'one', provider, instances: [] }));
    writeFileSync(states.file('shop'), JSON.stringify({ version: 4, resources }));
    writeFileSync(states.file('torn'), '{"version": 4, "resou');

    expect(states.types('shop')).toEqual([
      { kind: 'resource', type: 'azurerm_lb', provider: 'registry.terraform.io/hashicorp/azurerm' },
      { kind: 'data', type: 'azuread_user', provider: 'registry.terraform.io/hashicorp/azuread' },
    ]);
    expect([...states.types('torn'), ...states.types('none')]).toEqual([]);
  });

  test.each(['', '{"version": 4, "resou', 'null', '[]', 'garbage'])(
    'that is %j is refused with its file and what to do',
    (content) => {
      writeFileSync(states.file('identity'), content);

      expect(() => states.readAll()).toThrow(RehearsalFailed);
      expect(() => states.readAll()).toThrow(/identity\.tfstate does not hold .*: start afresh with --fresh/);
    },
  );

  test('that was torn while Terraform ran becomes what it was before, and one that was not stays', () => {
    write('identity', { attributes: GROUP });
    write('cluster', { attributes: GROUP });
    states.backUp();
    writeFileSync(states.file('identity'), '');
    writeFileSync(states.file('access'), '{"version": 4, "resou');
    write('cluster');

    expect(states.recover().sort()).toEqual(['access', 'identity']);
    expect(states.read('identity')).toMatchObject([{ attributes: GROUP }]);
    expect(states.read('cluster')).toEqual([]);
    expect(existsSync(states.file('access'))).toBe(false);
    expect(states.recover()).toEqual([]);
  });
});

describe('the journal of creations', () => {
  const creation = (id: string) => ({
    type: 'azuread_group',
    id,
    identity: ['"ops"', id],
    state: { ...GROUP, id },
  });

  test('finds what exists and is in no state, also after the death of the process that wrote it', () => {
    const file = join(directory, 'journal');
    const world = new FileWorld();
    const journal = new CreationJournal(file);
    ['known', 'lost', 'never-made'].forEach((id) => journal.note(creation(id)));
    ['known', 'lost'].forEach((id) => world.put('azuread_group', id, { id }));
    writeFileSync(file, '{"type": "azuread_gr', { flag: 'a' });

    new CreationJournal(file).settle(world, [instance('azuread_group.Ops', { id: 'known' })]);
    const leftovers = new Leftovers(world);
    expect(leftovers.take('azuread_group', ['"ops"', 'lost'])).toMatchObject({ id: 'lost' });
    expect(leftovers.take('azuread_group', ['"ops"', 'known'])).toBeUndefined();
    expect(existsSync(file)).toBe(false);
  });
});
