import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RehearsedConfig } from '../../rehearsal/rehearsed-config';
import { describeWithTerraform } from '../../rehearsal/terraform';
import { Outcome, planned } from './planned';

const CONFIG = 'aks.yaml';

let config: RehearsedConfig;
afterEach(() => {
  config.remove();
});

const plan = (environment: NodeJS.ProcessEnv, ...options: string[]): Promise<Outcome> =>
  planned(config.workspace.outdir, environment, options);

/** Somebody tags the resource group by hand. */
function tagByHand(): void {
  const { worldFile } = config.workspace;
  const world = JSON.parse(readFileSync(worldFile, 'utf8')) as Record<string, Record<string, object>>;

  Object.values(world.azurerm_resource_group!).forEach((group) =>
    Object.assign(group, { tags: { by: 'hand' } }),
  );
  writeFileSync(worldFile, JSON.stringify(world));
}

/** Lets the script take the stacks for those of the backend `remote`, of which Terraform keeps no plan. */
function keepNoPlans(): void {
  const { outdir } = config.workspace;
  const manifestFile = join(outdir, 'manifest.json');
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as {
    stacks: Record<string, { synthesizedStackPath: string }>;
  };

  writeFileSync(join(outdir, 'remote.json'), JSON.stringify({ terraform: { backend: { remote: {} } } }));
  Object.values(manifest.stacks).forEach((stack) => (stack.synthesizedStackPath = 'remote.json'));
  writeFileSync(manifestFile, JSON.stringify(manifest));
}

describeWithTerraform('the plan of a pipeline', () => {
  test('before the first deployment plans what can be planned and says what waits', async () => {
    config = new RehearsedConfig(CONFIG);
    const { code, outcomes, output } = await config.attached((environment) => plan(environment));

    expect(outcomes).toEqual([
      '### identity: **changes**',
      '### cluster: waits for identity, which has never been deployed',
      '### access: waits for cluster, which waits for identity',
    ]);
    expect(output).toContain('Plan: 1 to add, 0 to change, 0 to destroy.');
    expect(code).toBe(2);
  });

  test('before the first deployment finds no drift, and plans nothing behind a plan that fails', async () => {
    config = new RehearsedConfig(CONFIG);
    const [drift, failed] = await config.attached(async (environment) => [
      await plan(environment, '-refresh-only'),
      await plan(environment, '-no-such-option'),
    ]);
    const waiting = [
      '### cluster: waits for identity, which has never been deployed',
      '### access: waits for cluster, which waits for identity',
    ];

    expect(drift.outcomes).toEqual(['### identity: no changes', ...waiting]);
    expect(drift.code).toBe(0);
    expect(failed.outcomes).toEqual(['### identity: the plan **failed**', ...waiting]);
    expect(failed.code).toBe(1);
  });

  test('does not wait for a stack that has nothing to deploy', async () => {
    config = new RehearsedConfig(CONFIG);
    config.edit(
      'adminGroup:\n    displayName: myAKSCluster-admins',
      'adminGroupObjectIds: [894656e1-39f8-4bfe-b16a-510f61af6f41]',
    );
    const before = await config.attached((environment) => plan(environment));
    expect(before.outcomes).toEqual([
      '### identity: no changes',
      '### cluster: **changes**',
      '### access: waits for cluster, which has never been deployed',
    ]);

    await config.rehearse();
    const { outcomes, code } = await config.attached((environment) => plan(environment, '-refresh-only'));
    expect(outcomes).toEqual([
      '### identity: no changes',
      '### cluster: no changes',
      '### access: no changes',
    ]);
    expect(code).toBe(0);
  });

  test('reads its own plan whatever options are given, and has its own help', async () => {
    config = await RehearsedConfig.deployed(CONFIG);
    const [kept, help] = await config.attached(async (environment) => [
      await plan(environment, `-out=${join(config.workspace.directory, 'other')}`, '-destroy'),
      await plan(environment, '-help'),
    ]);

    expect(kept.output).toContain("THIS DESTROYS CLUSTER 'myAKSCluster'");
    expect(help.outcomes).toEqual([]);
    expect(help.output).toMatch(/^Plans every synthesised stack.*plan\.sh -refresh-only /s);
  });

  test('ends with 0 when nothing changes, with 2 for a change and for drift, with 1 when a plan fails', async () => {
    config = await RehearsedConfig.deployed(CONFIG);
    const unchanged = await config.attached((environment) => plan(environment));
    expect(unchanged.outcomes).toEqual([
      '### identity: no changes',
      '### cluster: no changes',
      '### access: no changes',
    ]);
    expect(unchanged.code).toBe(0);

    const [nothing, destruction] = await config.attached(async (environment) => [
      await plan(environment, '-refresh-only'),
      await plan(environment, '-destroy', '--allow-replace', 'cluster'),
    ]);
    expect(nothing.outcomes).toEqual(unchanged.outcomes);
    expect(nothing.code).toBe(0);
    expect(destruction.code).toBe(2);

    tagByHand();
    const [drifted, refreshed, failed] = await config.attached(async (environment) => [
      await plan(environment),
      await plan(environment, '-refresh-only'),
      await plan(environment, '-no-such-option'),
    ]);

    expect(drifted.outcomes[1]).toBe('### cluster: **changes**');
    expect(drifted.output).toMatch(/~ tags\s+= \{\s+- "by" = "hand"/);
    expect(drifted.output).not.toContain('Refreshing state');
    expect(drifted.code).toBe(2);

    expect(refreshed.output).toContain('Objects have changed outside of Terraform');
    expect(refreshed.code).toBe(2);

    const otherwise = await config.attached(async (environment) => [
      await plan(environment, '--refresh-only'),
      await plan(environment, '-refresh-only=t'),
      await plan({ ...environment, TF_CLI_ARGS_plan: '--refresh-only=true' }),
    ]);
    expect(otherwise.map(({ code }) => code)).toEqual([2, 2, 2]);
    otherwise.forEach(({ outcomes }) => expect(outcomes).toEqual(refreshed.outcomes));

    expect(failed.outcomes[0]).toBe('### identity: the plan **failed**');
    expect(failed.output).toContain('-no-such-option');
    expect(failed.code).toBe(1);
  });

  test('fails in capitals when it takes a cluster away, unless that is allowed', async () => {
    config = await RehearsedConfig.deployed(CONFIG);
    config.edit('location: eastus', 'location: westeurope');
    const [refused, allowed] = await config.attached(async (environment) => [
      await plan(environment),
      await plan(environment, '--allow-replace', 'myAKSCluster'),
    ]);

    expect(refused.code).toBe(1);
    expect(refused.output).toMatch(
      /\*\*THIS DESTROYS CLUSTER 'myAKSCluster' AND ALL THAT RUNS IN IT, AND MAKES A NEW ONE IN ITS PLACE: .*because of location\. .*\*\*/,
    );
    expect(allowed.code).toBe(2);
    expect(allowed.output).not.toContain('DESTROYS');
  });

  test('reads what Terraform prints where it keeps no plan', async () => {
    config = await RehearsedConfig.deployed(CONFIG);
    const [nothing, destroyed] = await config.attached(async (environment) => {
      keepNoPlans();
      return [
        await plan(environment, '-refresh-only'),
        await plan(environment, '-destroy'),
        await plan(environment, '-destroy', '--allow-replace', 'myAKSCluster'),
      ];
    });
    tagByHand();
    config.edit('location: eastus', 'location: westeurope');
    const [drifted, replaced, allowed] = await config.attached(async (environment) => {
      keepNoPlans();
      return [
        await plan(environment, '-refresh-only'),
        await plan(environment),
        await plan(environment, '--allow-replace', 'myAKSCluster'),
      ];
    });

    expect(nothing.outcomes[1]).toBe('### cluster: no changes');
    expect(nothing.code).toBe(0);
    expect(drifted.outcomes[1]).toBe('### cluster: **changes**');
    expect(drifted.code).toBe(2);
    expect(destroyed.code).toBe(1);
    expect(destroyed.output).toMatch(
      /\*\*THIS DESTROYS CLUSTER 'myAKSCluster' AND ALL THAT RUNS IN IT: \S+ will be destroyed/,
    );
    expect(replaced.code).toBe(1);
    expect(replaced.output).toMatch(
      /\*\*THIS DESTROYS CLUSTER 'myAKSCluster' .* IN ITS PLACE: .* must be replaced/,
    );
    expect(allowed.code).toBe(2);
    expect(allowed.output).not.toContain('DESTROYS');
  });

  test('has Terraform work on as many resources at once as the configuration says', async () => {
    config = new RehearsedConfig(CONFIG);
    config.rewrite((text) => `${text}\nterraform: { parallelism: 3 }\n`);
    const calls = join(config.workspace.directory, 'calls');
    const { outcomes } = await config.attached((environment) => {
      const folder = dirname(calls);
      writeFileSync(
        join(folder, 'terraform'),
        `#!/bin/sh\necho "$*" >>'${calls}'\nPATH=\${PATH#*:} exec terraform "$@"\n`,
      );
      chmodSync(join(folder, 'terraform'), 0o755);
      return plan({ ...environment, PATH: `${folder}:${environment.PATH}` });
    });

    expect(outcomes[0]).toBe('### identity: **changes**');
    expect(readFileSync(calls, 'utf8')).toMatch(/ plan .*-parallelism=3( |$)/m);
  });
});
