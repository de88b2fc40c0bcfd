import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RehearsedConfig } from '../../rehearsal/rehearsed-config';
import { describeWithTerraform } from '../../rehearsal/terraform';
import { Outcome, planned } from './planned';

let config: RehearsedConfig;
beforeEach(async () => {
  config = await RehearsedConfig.deployed('aks.yaml');
});
afterEach(() => {
  config.remove();
});

/** What the script of the pipelines says once the stacks have been synthesised, and a file of one of them changed. */
async function plan(options: readonly string[] = [], edits: Record<string, Edit> = {}): Promise<Outcome> {
  return config.attached((environment) => {
    const { outdir } = config.workspace;
    for (const [stack, edit] of Object.entries(edits)) {
      const file = join(outdir, 'stacks', stack, 'cdk.tf.json');
      const json = JSON.parse(readFileSync(file, 'utf8')) as Stack;
      writeFileSync(file, JSON.stringify(edit(json)));
    }
    return planned(outdir, environment, options);
  });
}

type Stack = Record<string, object | undefined>;
type Edit = (stack: Stack) => Stack;

const WORKLOADS = '  location: eastus\n  workloadIdentities: [{ namespace: shop, serviceAccount: w }]';

describeWithTerraform('a stack behind one that is changed', () => {
  test('waits for what that is yet to make, and for nothing else', async () => {
    config.edit('  location: eastus', WORKLOADS);
    const waiting = await plan();
    const slip = (stack: Stack): Stack =>
      JSON.parse(JSON.stringify(stack).replaceAll('alice@contoso.com', 'alise@contoso.com')) as Stack;
    const failing = await plan([], { access: slip });
    const otherwise = (stack: Stack): Stack =>
      JSON.parse(JSON.stringify(stack).replaceAll('myAKSCluster-shop-w', 'other')) as Stack;
    const unmade = await plan([], { access: otherwise });

    expect(waiting.outcomes).toEqual([
      '### identity: no changes',
      '### cluster: **changes**',
      '### access: waits for cluster, which has yet to make what it needs',
    ]);
    expect(waiting.output).toContain('User Assigned Identity Name: "myAKSCluster-shop-w") was not found');
    expect(waiting.code).toBe(2);
    expect(failing.outcomes[2]).toBe('### access: the plan **failed**');
    expect(failing.output).toContain('alise@contoso.com');
    expect(failing.code).toBe(1);
    expect(unmade.outcomes[2]).toBe('### access: the plan **failed**');
    expect(unmade.code).toBe(1);
  });

  test('waits for an output that is new, and fails for one that never comes', async () => {
    const reads = (output: string): Record<string, Edit> => ({
      identity: (stack) => ({ ...stack, output: { ...stack.output, fresh: { value: 'new' } } }),
      cluster: (stack) => ({
        ...stack,
        output: {
          read: {
            value: `\${data.terraform_remote_state.cross-stack-reference-input-identity.outputs.${output}}`,
          },
        },
      }),
    });
    const [waiting, failing] = [await plan([], reads('fresh')), await plan([], reads('never'))];

    expect(waiting.outcomes.slice(0, 2)).toEqual([
      '### identity: **changes**',
      '### cluster: waits for identity, which has yet to make what it needs',
    ]);
    expect(waiting.code).toBe(2);
    expect(failing.outcomes[1]).toBe('### cluster: the plan **failed**');
    expect(failing.code).toBe(1);
  });

  test('waits for one that has been destroyed', async () => {
    await config.destroy();
    const waiting = [
      '### cluster: waits for identity, which has been destroyed',
      '### access: waits for cluster, which waits for identity',
    ];
    const [planned, refreshed] = [await plan(), await plan(['-refresh-only'])];

    expect(planned.outcomes).toEqual(['### identity: **changes**', ...waiting]);
    expect(planned.code).toBe(2);
    expect(refreshed.outcomes).toEqual(['### identity: no changes', ...waiting]);
    expect(refreshed.code).toBe(0);
  });

  test('has been deployed when it has nothing to make, by a count', async () => {
    const counted: Edit = (stack) => ({
      ...stack,
      output: undefined,
      check: undefined,
      resource: { azuread_group: { some: { count: 0, display_name: 'x', security_enabled: true } } },
    });
    await config.destroy();
    const { outcomes } = await plan([], { identity: counted });

    expect(outcomes.slice(0, 2)).toEqual(['### identity: no changes', '### cluster: the plan **failed**']);
  });
});

describeWithTerraform('a check that fails', () => {
  const checked: Record<string, Edit> = {
    identity: (stack) => ({
      ...stack,
      locals: { said: 'one' },
      check: {
        own: {
          assert: [
            { condition: '${local.said == "two"}', error_message: 'Say two, and\nnot ${local.said}.' },
          ],
        },
      },
    }),
  };

  test('is told in its own words, whether there are changes or not', async () => {
    const unchanged = await plan([], checked);
    config.edit('displayName: myAKSCluster-admins', 'displayName: others');
    const changed = await plan([], checked);

    for (const { output } of [unchanged, changed]) {
      expect(output).toContain('**Check fails: check.own: Say two, and not one.**');
    }
    expect(unchanged.outcomes[0]).toBe('### identity: no changes');
    expect(unchanged.code).toBe(0);
    expect(changed.outcomes).toEqual([
      '### identity: **changes**',
      '### cluster: no changes',
      '### access: waits for identity, which has yet to make what it needs',
    ]);
    expect(changed.code).toBe(2);
  });
});
