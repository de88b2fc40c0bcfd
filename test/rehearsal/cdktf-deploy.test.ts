import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { RehearsedConfig, run } from './rehearsed-config';
import { describeWithTerraform } from './terraform';

/** A project is deployed with cdktf, the rehearsal drives Terraform itself. */
describeWithTerraform('cdktf', () => {
  let config: RehearsedConfig;
  beforeAll(() => {
    config = new RehearsedConfig('aks.yaml');
  });
  afterAll(() => config.remove());

  const cdktf = (command: 'deploy' | 'destroy'): Promise<string> =>
    config.attached((environment) => {
      mkdirSync(join(config.workspace.directory, 'state'), { recursive: true });
      return run(
        process.execPath,
        [
          'node_modules/.bin/cdktf',
          ...[command, '*', '--auto-approve', '--skip-synth', '--skip-provider-lock'],
          ...['--output', config.workspace.outdir],
        ],
        '.',
        environment,
      );
    });

  test('deploys what the rehearsal deploys, and destroys what it has deployed', async () => {
    await cdktf('deploy');
    expect(config.objects).toBeGreaterThan(0);

    await config.rehearse();
    expect(config.printed).toMatch(/^identity +No changes\.\ncluster +No changes\.\naccess +No changes\.$/m);

    await cdktf('destroy');
    expect(config.objects).toBe(0);
  });
});
