import { spawnSync } from 'node:child_process';
import { RehearsedConfig } from './rehearsed-config';

// Nothing that `npm ci` or the packages of the system install has it, so CI may go without.
const isInstalled = spawnSync('tofu', ['version']).status === 0;
if (!isInstalled) {
  process.stderr.write('SKIPPED a rehearsal with OpenTofu: tofu is not on the PATH\n');
}
const describeWithTofu = isInstalled ? describe : describe.skip;

describeWithTofu('OpenTofu', () => {
  let config: RehearsedConfig;
  beforeAll(() => {
    process.env.TERRAFORM_BINARY_NAME = 'tofu';
    config = new RehearsedConfig('aks.yaml');
  });
  afterAll(() => {
    config.remove();
    delete process.env.TERRAFORM_BINARY_NAME;
  });

  test('deploys, plans nothing more and destroys', async () => {
    await config.rehearse();
    expect(config.printed).toMatch(/: OpenTofu 1\.\d+\.\d+\S* is real/);
    expect(config.canI('alice@contoso.com', 'delete', 'pods', '-n', 'shop')).toBe(true);

    await config.destroy();
    expect(config.objects).toBe(0);
  });
});
