import { ResourceApplier } from '../../../rehearsal/protocol/applying';
import { Context, Refusal, ResourceBehaviour } from '../../../rehearsal/world/behaviour';
import { Faults, Interrupted, parseFault } from '../../../rehearsal/protocol/faults';
import { BlockSchema } from '../../../rehearsal/protocol/schema';
import { State, Unknown } from '../../../rehearsal/protocol/values';
import { uuidOf } from '../../../access/directory/uuid';
import { FileWorld } from '../../../rehearsal/world/world';

const TYPE = 'azuread_group';

const BLOCK: BlockSchema = {
  attributes: {
    id: { type: 'string', computed: true, optional: true },
    display_name: { type: 'string', required: true },
    mail: { type: 'string', computed: true },
  },
};

const PLANNED: State = { id: Unknown.VALUE, display_name: 'ops', mail: Unknown.VALUE };

function applierOf(
  world: FileWorld,
  faults = new Faults(),
  behaviour: Partial<ResourceBehaviour> = {},
): ResourceApplier {
  const context = { world, provider: {}, uuid: uuidOf } as unknown as Context;

  return new ResourceApplier(
    { type: TYPE, block: BLOCK, behaviour: { apply: () => ({}), ...behaviour }, rules: [] },
    context,
    faults,
  );
}

describe('a knob', () => {
  test('names a kind and a resource type', () => {
    expect(parseFault('create-fails:azuread_group')).toEqual({ kind: 'create-fails', type: 'azuread_group' });
  });

  test.each(['create-fails', 'create-fails:', 'explodes:azuread_group', 'create-fails:a:b'])(
    'is not %s',
    (text) => {
      expect(() => parseFault(text)).toThrow(
        `fault '${text}' is not one of create-fails:<resource type>, create-half-fails:<resource type>, answer-lost:`,
      );
    },
  );

  test('strikes once, at its type', () => {
    const faults = new Faults([parseFault('create-fails:azuread_group')]);

    expect(faults.strikes('create-fails', 'azuread_application')).toBe(false);
    expect(faults.unused).toHaveLength(1);
    expect(faults.strikes('create-fails', 'azuread_group')).toBe(true);
    expect(faults.strikes('create-fails', 'azuread_group')).toBe(false);
    expect(faults.unused).toEqual([]);
  });

  test('that kills needs to be told how', () => {
    expect(() => new Faults([parseFault('kill-during-apply:azuread_group')])).toThrow("needs 'onKill'");
  });
});

describe('an apply', () => {
  test('makes computed attributes that the behaviour leaves out empty, and gives an ID', async () => {
    const world = new FileWorld();
    const { state } = await applierOf(world).change(null, PLANNED);

    expect(state).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      display_name: 'ops',
      mail: '',
    });
    expect(world.all(TYPE)).toEqual([state]);
  });

  test('gives two objects of the same name two IDs, the same ones in each world', async () => {
    const ids = async (world: FileWorld) => {
      await applierOf(world).change(null, PLANNED);
      await applierOf(world).change(null, PLANNED);
      return world.all(TYPE).map(({ id }) => id);
    };
    const first = await ids(new FileWorld());

    expect(new Set(first).size).toBe(2);
    expect(await ids(new FileWorld())).toEqual(first);
  });

  test('names the attribute that a behaviour left unknown', async () => {
    const apply = () => ({ display_name: Unknown.VALUE });
    const { state, errors } = await applierOf(new FileWorld(), undefined, { apply }).change(null, PLANNED);

    expect(state).toBeNull();
    expect(errors[0]!.summary).toContain("'azuread_group.display_name' is still unknown after apply");
  });

  test('that is refused leaves the object as it was', async () => {
    const world = new FileWorld();
    const { state: prior } = await applierOf(world).change(null, PLANNED);
    const apply = () => {
      throw new Refusal({ summary: 'no' });
    };
    const applied = await applierOf(world, undefined, { apply }).change(prior, {
      ...prior,
      display_name: 'dev',
    });

    expect(applied).toEqual({ state: prior, errors: [{ summary: 'no' }], warnings: [] });
    expect(world.all(TYPE)).toEqual([prior]);
  });
});

describe('a fault', () => {
  test('create-fails leaves nothing behind', async () => {
    const world = new FileWorld();
    const applier = applierOf(world, new Faults([parseFault('create-fails:azuread_group')]));

    expect(await applier.change(null, PLANNED)).toMatchObject({ state: null, errors: [{}] });
    expect(world.size).toBe(0);
    expect(await applier.change(null, PLANNED)).toMatchObject({ errors: [] });
  });

  test.each([
    ['not-found-after-create', 0],
    ['answer-lost', 1],
  ])('%s leaves an object of which Terraform does not hear', async (kind, problems) => {
    const world = new FileWorld();
    const faults = new Faults([parseFault(`${kind}:azuread_group`)]);
    const { state, errors } = await applierOf(world, faults).change(null, PLANNED);

    expect(state).toBeNull();
    expect(errors).toHaveLength(problems);
    expect(world.all(TYPE)).toEqual(faults.orphans.map(({ object }) => object));
    expect(faults.orphans).toMatchObject([{ type: TYPE, object: { display_name: 'ops' } }]);
  });

  test('kill-during-apply never answers, holds back what comes meanwhile, and is recovered from', async () => {
    const world = new FileWorld();
    const onKill = jest.fn();
    const applier = applierOf(world, new Faults([parseFault('kill-during-apply:azuread_group')], onKill));
    const killed = applier.change(null, PLANNED);
    const meanwhile = applier.change(null, { ...PLANNED, display_name: 'dev' });

    await expect(killed).rejects.toThrow(Interrupted);
    await expect(meanwhile).rejects.toThrow(Interrupted);
    expect(onKill).toHaveBeenCalledTimes(1);
    const [leftover] = world.all(TYPE);
    expect(leftover).toMatchObject({ display_name: 'ops' });

    const again = await applier.change(null, PLANNED);
    expect(again.warnings[0]!.summary).toContain('was left over from an apply that was killed');
    expect(again.state).toEqual(leftover);
    expect(world.size).toBe(1);
    expect((await applier.change(null, PLANNED)).warnings).toEqual([]);
  });
});
