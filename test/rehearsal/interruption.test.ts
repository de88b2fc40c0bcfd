import { descendantsOf } from '../descendants';
import { RehearsalStopped } from '../../rehearsal/rehearsal-failed';
import { RehearsedConfig } from './rehearsed-config';
import { describeWithTerraform } from './terraform';

const BINDINGS = 60;

/** Terraform writes its state anew for each object: this is there when the first binding is. */
const FIRST_BINDING = { stack: 'access', text: '"resource_version": "1000"' };

let config: RehearsedConfig;
beforeEach(() => {
  config = new RehearsedConfig('aks.yaml');
  const entries = Array.from(
    { length: BINDINGS },
    (_, i) => `\n  - { name: team-${i}, clusterRole: view, users: [bob@contoso.com] }`,
  );
  config.edit('\naccess:', `\naccess:${entries.join('')}`);
});
afterEach(() => {
  config.remove();
});

function terraforms(): string[] {
  return descendantsOf(process.pid)
    .map(({ name }) => name)
    .filter((name) => name === 'terraform');
}

describeWithTerraform('a rehearsal that ends in the middle of a deployment', () => {
  test('by Ctrl-C leaves a whole state and no processes, and the next one goes on', async () => {
    const interrupted = config.rehearseUntil(FIRST_BINDING, async (rehearsal) => {
      expect(terraforms()).toHaveLength(1);
      await rehearsal.interrupt('SIGINT');
    });
    await expect(interrupted).rejects.toThrow(RehearsalStopped);

    expect(terraforms()).toEqual([]);
    const { length } = config.workspace.states.read('access');
    expect(length).toBeGreaterThan(0);
    expect(length).toBeLessThan(BINDINGS);

    await config.rehearse();
    expect(config.printed).not.toContain('torn');
    await config.destroy();
    expect(config.objects).toBe(0);
  });

  test('by a kill, whatever that does to the state, is followed by one that converges', async () => {
    const killed = config.rehearseUntil(FIRST_BINDING, (rehearsal) => rehearsal.stop());
    await expect(killed).rejects.toThrow('was killed');
    expect(terraforms()).toEqual([]);

    await config.rehearse();
    await config.destroy();
    expect(config.objects).toBe(0);
  });
});
