import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithTerraform } from '../../rehearsal/terraform';
import { call, checkout, COMMAND, rehearse, withCheckout } from './checkout';

withCheckout();

describeWithTerraform('the command', () => {
  test('says what is wrong with the configuration and deploys nothing', async () => {
    writeFileSync(
      join(checkout, 'aks.yaml'),
      readFileSync('aks.yaml', 'utf8').replace('location:', 'locaton:'),
    );
    const { status, stdout, stderr } = await call([]);

    expect(status).toBe(1);
    expect(stderr).toContain("did you mean 'location'?");
    expect(stderr).toContain('the configuration was not synthesised, so nothing was deployed');
    expect(stderr).not.toMatch(/^ +at /m);
    expect(stdout).not.toContain('deploy');
  });

  test('deploys, answers questions about it and runs other commands on it', async () => {
    const deployed = await call([]);
    expect(deployed).toMatchObject({ status: 0, stderr: '' });
    expect(deployed.stdout).toMatch(/^second plan +No changes\.$/m);
    expect(deployed.stdout).toMatch(/^synth [\d.]+ s · deploy [\d.]+ s · second plan [\d.]+ s$/m);

    expect(await call(['can-i', 'alice@contoso.com', 'delete', 'pods', '-n', 'shop'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('contoso-cluster-admins') as string,
    });
    expect((await call(['can-i', 'bob@contoso.com', 'delete', 'pods', '-n', 'shop'])).status).toBe(1);
    expect(await call(['can-i', 'bob@contoso.com', 'get', 'pods', '--cluster', 'elsewhere'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("there is no cluster 'elsewhere'") as string,
    });
    expect(
      await call(['can-i', 'bob@contoso.com', 'get', 'pods', '--cluster', 'myAKSCluster']),
    ).toMatchObject({
      status: 1,
      stderr: '',
    });
    expect(await call(['can-i', 'alicia@contoso.com', 'get', 'pods'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("did you mean 'alice@contoso.com'?") as string,
    });
    expect((await call(['can-i', 'alice@contoso.com', 'get', 'pods', '--no-such-option'])).status).toBe(2);
    expect((await call(['can-i', 'alice@contoso.com', '*', '*'])).stdout).not.toContain('did you mean');
    expect((await call(['access'])).stdout).toContain('alice@contoso.com');

    const plan = rehearse([
      '--',
      'terraform',
      '-chdir=.rehearsal/aks/cdktf.out/stacks/cluster',
      'plan',
      '-no-color',
    ]);
    expect(plan).toMatchObject({ status: 0, stdout: expect.stringContaining('No changes.') as string });
    expect(rehearse(['--', 'no-such-command']).stderr).toContain("'no-such-command' cannot be run");
  });

  test('who stands in no directory is taken to exist, aloud, and --strict refuses before anything is deployed', async () => {
    const config = `${readFileSync('aks.yaml', 'utf8')}
  - clusterRole: edit
    namespace: shop
    users: [zoe@mycorp.com]
    guests: [max@partner.io]
    groups: [team-payments]
namespaces: [{ name: shop }]
`;
    writeFileSync(join(checkout, 'aks.yaml'), config);
    const line = config.split('\n').findIndex((text) => text.includes('zoe@')) + 1;

    const { status, stdout } = await call([]);
    expect(status).toBe(0);
    expect(stdout).toContain(
      `Assumed to exist in your directory: user zoe@mycorp.com (aks.yaml:${line}), ` +
        `guest max@partner.io (aks.yaml:${line + 1}), group team-payments (aks.yaml:${line + 2}); `,
    );
    expect((await call(['can-i', 'max@partner.io', 'delete', 'pods', '-n', 'shop'])).status).toBe(0);

    const nowhere =
      "in the made-up directory, which is taken as there is no tenant file ('npm run tenant -- pull' writes one)";
    const strict = await call(['--strict']);
    expect(strict.status).toBe(1);
    expect(strict.stdout).not.toContain('added');
    expect(strict.stderr).toBe(
      [
        `aks.yaml:${line}:13 access[1].users[0]: there is no user 'zoe@mycorp.com' ${nowhere}`,
        `aks.yaml:${line + 1}:14 access[1].guests[0]: there is no guest with the mail address 'max@partner.io' ${nowhere}`,
        `aks.yaml:${line + 2}:14 access[1].groups[0]: there is no group 'team-payments' ${nowhere}\n`,
      ].join('\n'),
    );
  });

  test('plays each who deploys, or one of them, also with a command of their own', async () => {
    writeFileSync(
      join(checkout, 'aks.yaml'),
      `aad: { adminGroup: { displayName: shop-admins } }
cluster: { name: shop, resourceGroupName: shop, location: eastus }
deployers: { users: [zoe@mycorp.com], servicePrincipals: [production-deploy] }
namespaces: [{ name: shop }]
`,
    );
    const all = await call([]);
    expect(all.stderr).toBe('');
    expect(all.stdout).toMatch(
      /Deployed by zoe@mycorp\.com\.[^]*second plan {2}No changes\.[^]*deployer {5}production-deploy: No changes\.\n\nWho can do what/,
    );

    const plan = ['terraform', '-chdir=.rehearsal/aks/cdktf.out/stacks/access', 'plan', '-detailed-exitcode'];
    expect(rehearse(['--', ...plan]).status).toBe(0);
    expect(rehearse(['--as-deployer', 'ci-deployer', '--', ...plan])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('namespaces "shop" is forbidden: User "3a7c0d2f') as string,
    });
    expect((await call(['--as-deployer', 'ci-deployer'])).stderr).toContain(
      "ci-deployer deploys and is shut out of cluster 'shop'",
    );
  });

  test('holds what it has deployed against the rules of the configuration', async () => {
    const file = join(checkout, 'aks.yaml');
    const rules =
      'rules:\n  to-groups: { type: grantsToGroups }\n  no-wildcards: { type: noWildcardVerbs }\n';
    writeFileSync(file, `${readFileSync(file, 'utf8')}${rules}`);
    const line = readFileSync(file, 'utf8').split('\n').indexOf('  to-groups: { type: grantsToGroups }') + 1;

    const broken = await call([]);
    expect({ status: broken.status, stderr: broken.stderr }).toEqual({ status: 1, stderr: '' });
    expect(broken.stdout).toMatch(/^second plan +No changes\.$/m);
    expect(broken.stdout).toMatch(new RegExp(`^aks\\.yaml:${line}:\\d+ to-groups: broken`, 'm'));
    expect(broken.stdout).toContain('2 rules: 1 kept, 1 broken');

    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(
        '{ type: grantsToGroups }',
        '{ type: grantsToGroups, severity: warning }',
      ),
    );
    const warned = await call([]);
    expect(warned.status).toBe(0);
    expect(warned.stdout).toMatch(/to-groups: .*broken/);
  });

  test('says what to ask next of the file that AKS_CONFIG has named for this one command', async () => {
    const config = 'examples/environments/staging.yaml';
    const { stdout } = await call([], { AKS_CONFIG: config });
    const [, question] = /^Ask more: {2}npm run rehearse -- (.*)$/m.exec(stdout)!;

    const answer = await call(question!.split(' '));
    expect(answer.stdout).toContain("in cluster 'shop-staging'");
  });

  test('names the stack that has been renamed where what it has made is in the way of the new one', async () => {
    const alone = `aad: { adminGroup: { displayName: shop-admins } }
cluster: { name: shop, resourceGroupName: shop, location: eastus }
`;
    writeFileSync(join(checkout, 'aks.yaml'), alone);
    expect((await call([])).status).toBe(0);

    writeFileSync(join(checkout, 'aks.yaml'), `${alone}clusters: [{ key: weu }]\n`);
    const { status, stdout } = await call([]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^cluster +is no longer part of the configuration/m);
  });

  test('keeps nothing of what it has destroyed', async () => {
    expect(await call(['--destroy'])).toMatchObject({ status: 0, stderr: '' });
    expect(existsSync(join(checkout, '.rehearsal', 'aks'))).toBe(false);
  });

  test('takes the tenant and subscription of the configuration for its own, and no credentials', async () => {
    const id = '11111111-2222-3333-4444-555555555555';
    const { status, stderr } = await call([], {
      ARM_TENANT_ID: id,
      ARM_SUBSCRIPTION_ID: id,
      ARM_CLIENT_SECRET: 'hunter2',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });

    const shown = rehearse(['--', 'env'], { GOGC: '200' }).stdout;
    expect(shown).not.toMatch(/^ARM_/m);
    // What somebody sets for Terraform as a program is kept.
    expect(shown).toMatch(/^GOGC=200$/m);
    expect(shown).toMatch(/^GOMEMLIMIT=1GiB$/m);
  });

  test('ends on Ctrl-C with a state from which the next run goes on', async () => {
    const child = spawn(process.execPath, [...COMMAND], {
      cwd: checkout,
      env: { ...process.env, AKS_CONFIG: '' },
    });
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('identity     1 added')) {
        child.kill('SIGINT');
      }
    });
    const status = await new Promise((done) => child.on('close', done));

    expect(status).not.toBe(0);
    expect(await call([])).toMatchObject({ status: 0, stderr: '' });
    expect(await call(['--destroy'])).toMatchObject({ status: 0, stderr: '' });
  });
});
