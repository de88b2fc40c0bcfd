import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Unknown } from '../../../rehearsal/protocol/values';
import { RehearsalFailed } from '../../../rehearsal/rehearsal-failed';
import { FileWorld } from '../../../rehearsal/world/world';

describe('a world in a file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'world-'));
  const file = join(directory, 'nested', 'world.json');

  beforeEach(() => rmSync(file, { force: true }));
  afterAll(() => rmSync(directory, { recursive: true }));

  test('is empty at first and writes nothing', () => {
    expect(new FileWorld(file).all('azuread_group')).toEqual([]);
    expect(readdirSync(directory)).toEqual([]);
  });

  test('is the same after a restart', () => {
    const world = new FileWorld(file);
    world.put('azuread_group', 'one', { id: 'one', members: ['a'] });
    world.put('azuread_group', 'two', { id: 'two', members: [] });
    world.put('azuread_group', 'two', { id: 'two', members: ['b'] });
    world.remove('azuread_group', 'one');

    const restarted = new FileWorld(file);
    expect(restarted.all('azuread_group')).toEqual([{ id: 'two', members: ['b'] }]);
    expect(restarted.get('azuread_group', 'two')).toEqual({ id: 'two', members: ['b'] });
    expect(restarted.get('azuread_group', 'one')).toBeUndefined();
    expect(restarted.size).toBe(1);
  });

  test('leaves no temporary file behind, and only its owner may read it', () => {
    new FileWorld(file).put('azuread_group', 'one', { id: 'one' });

    expect(readdirSync(join(directory, 'nested'))).toEqual(['world.json']);
    expect(readFileSync(file, 'utf8')).toBe('{\n"azuread_group": {\n"one": {"id":"one"}\n}\n}\n');
  });

  test.each([
    '{"azuread_group":',
    '',
    '[]',
    'null',
    '{"azuread_group": []}',
    '{"azuread_group": {"one": 1}}',
  ])('says what to do about a file that is not a world: %s', (content) => {
    new FileWorld(file).put('azuread_group', 'one', { id: 'one' });
    writeFileSync(file, content);

    expect(() => new FileWorld(file)).toThrow(RehearsalFailed);
    expect(() => new FileWorld(file)).toThrow(
      /world\.json does not hold a rehearsal's world .*: start afresh with --fresh/,
    );
  });

  test('holds all of several changes made at once, or none', () => {
    const world = new FileWorld(file);
    world.put('azuread_group', 'one', { id: 'one' });
    world.atOnce(() => {
      world.put('azuread_group', 'two', { id: 'two' });
      world.remove('azuread_group', 'one');
      expect(new FileWorld(file).all('azuread_group')).toEqual([{ id: 'one' }]);
    });

    expect(new FileWorld(file).all('azuread_group')).toEqual([{ id: 'two' }]);
  });
});

describe('a world in memory', () => {
  test('does not change with the object that was put into it, nor with the one that is taken out', () => {
    const world = new FileWorld();
    const object = { id: 'one', members: ['a'] };
    world.put('azuread_group', 'one', object);
    object.members.push('b');

    expect(world.get('azuread_group', 'one')).toEqual({ id: 'one', members: ['a'] });
    expect(() => (world.get('azuread_group', 'one')!.members as string[]).push('c')).toThrow(TypeError);
  });

  test('refuses what is unknown, by its path', () => {
    const put = () => new FileWorld().put('azuread_group', 'one', { rules: [{ name: Unknown.VALUE }] });

    expect(put).toThrow("azuread_group 'one'.rules.0.name is unknown; a service has no unknown values");
  });
});
