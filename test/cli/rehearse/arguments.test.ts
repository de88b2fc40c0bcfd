import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { call, checkout, withCheckout } from './checkout';

withCheckout();

/** A directory with a `terraform` that only knows its version. */
function terraformOfVersion(version: string): string {
  const directory = join(checkout, 'bin');
  mkdirSync(directory);
  const file = join(directory, 'terraform');
  writeFileSync(file, `#!/bin/sh\necho '{"terraform_version": "${version}"}'\n`);
  chmodSync(file, 0o755);
  return directory;
}

describe('before anything runs', () => {
  test('--help explains commands, options and faults', async () => {
    const { status, stdout } = await call(['--help']);
    expect(status).toBe(0);
    for (const word of [
      'can-i',
      'access',
      '--config',
      '--tenant',
      '--fresh',
      '--destroy',
      '--keep',
      'kill-during-apply',
    ]) {
      expect(stdout).toContain(word);
    }
  });

  test.each([
    [['--confg', 'aks.yaml'], "rehearse has no option --confg, did you mean '--config'?"],
    [['--keep'], '--keep only means something with --destroy'],
    [
      ['--fault', 'explode:azuread_group'],
      "fault 'explode:azuread_group' is not one of create-fails:<resource type>",
    ],
    [['access'], "aks.yaml has not been rehearsed yet: run 'npm run rehearse' first"],
    [['--tenant', 'nowhere.yaml'], 'nowhere.yaml: there is no such tenant file'],
    [['deploy'], "rehearse has no command 'deploy': use can-i, access, or --"],
    [['acess'], "rehearse has no command 'acess', did you mean 'access'?"],
    [['access', '--fresh'], 'rehearse access has no option --fresh'],
    [['--fresh', '--', 'env'], "--fresh means nothing to a command after '--'"],
    [['--config'], '--config needs a value: --config <file>'],
    [['--config', '--fresh'], "--config needs a value, and '--fresh' looks like an option"],
    [['--config=a.yaml', '--config=b.yaml'], '--config is given twice'],
    [['--fresh=yes'], '--fresh takes no value'],
  ])('%j is refused with what is wrong', async (args, message) => {
    const { status, stderr } = await call(args);

    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test.each([
    [['can-i', 'alice@contoso.com', 'get', 'pods'], 'aks.yaml has not been rehearsed yet'],
    [['--confg', 'aks.yaml', 'can-i', 'alice@contoso.com', 'get', 'pods'], 'no option --confg'],
    [['--tenant', 'nowhere.yaml', 'can-i', 'alice@contoso.com', 'get', 'pods'], 'no such tenant file'],
  ])('%j is no answer, and so not the answer no', async (args, message) => {
    const { status, stderr } = await call(args);

    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  test.each(['.', '', 'nowhere.yaml'])(
    '--config %j --fresh removes nothing of the project or of other rehearsals',
    async (file) => {
      mkdirSync(join(checkout, '.rehearsal', 'aks'), { recursive: true });
      const names = (): string[][] =>
        ['.', 'examples', '.rehearsal'].map((name) => readdirSync(join(checkout, name)));
      const before = names();
      const { status, stderr } = await call(['--config', file, '--fresh']);

      expect(status).toBe(1);
      expect(stderr).toMatch(/name another one with --config|--config has an empty value/);
      expect(names()).toEqual(before);
    },
  );

  test('a missing terraform is named with what to install', async () => {
    const { status, stderr } = await call([], {
      PATH: dirname(process.execPath) === '/usr/bin' ? checkout : dirname(process.execPath),
      // Where one may have been fetched.
      XDG_CACHE_HOME: checkout,
    });

    expect(status).toBe(1);
    expect(stderr).toBe(
      'terraform is not on the PATH: install Terraform 1.5.0 or later, https://developer.hashicorp.com/terraform/install, or let --install-terraform fetch it\n',
    );
  });

  test('a terraform that is too old is named with what to install', async () => {
    const { status, stderr } = await call([], {
      PATH: `${terraformOfVersion('1.4.7')}${delimiter}${process.env.PATH}`,
    });

    expect(status).toBe(1);
    expect(stderr).toBe(
      'terraform 1.4.7 is too old: install Terraform 1.5.0 or later, https://developer.hashicorp.com/terraform/install\n',
    );
  });
});
