import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { hasUnseen, printable, visible } from '../../../lib/shared/visible';
import { NASTY_NAMES } from '../../nasty-names';
import { nodesOf, parsedMarkdown, readText } from '../../parsed';

const SCRIPT = resolve('examples/pipelines/plan.sh');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plan-output-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** What the script prints where Terraform prints a text, and its plan holds these changes, or all of this. */
function planWith(
  text: string,
  changes: readonly object[] | object,
  terraform: object = {},
  code = 2,
  binary?: string,
): string {
  const program = join(folder, 'bin', binary ?? 'terraform');
  mkdirSync(join(folder, 'bin'), { recursive: true });
  mkdirSync(join(folder, 'stacks', 'one'), { recursive: true });
  const manifest = {
    workingDirectory: 'stacks/one',
    synthesizedStackPath: 'stacks/one/cdk.tf.json',
    dependencies: [],
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ stacks: { one: manifest } }));
  writeFileSync(join(folder, 'stacks/one/cdk.tf.json'), JSON.stringify({ terraform }));
  writeFileSync(join(folder, 'text'), text);
  writeFileSync(
    join(folder, 'plan'),
    JSON.stringify(Array.isArray(changes) ? { resource_changes: changes } : changes),
  );
  writeFileSync(
    program,
    `#!/bin/sh\ncase $2 in plan) cat "$STUB/text"; exit ${code} ;; show) cat "$STUB/plan" ;; state) echo x ;; esac\n`,
  );
  chmodSync(program, 0o755);

  const { stdout, stderr } = spawnSync('bash', [SCRIPT], {
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
      STUB: folder,
      CDKTF_OUTDIR: folder,
      ...(binary !== undefined && { TERRAFORM_BINARY_NAME: binary }),
    },
  });
  expect(stderr).toBe('');
  return stdout;
}

const TYPE = 'azurerm_kubernetes_cluster';

/** A plan that takes away the cluster of a name. */
function lossOf(name: string): object {
  return {
    address: `${TYPE}.aks[${JSON.stringify(name)}]`,
    mode: 'managed',
    type: TYPE,
    name: 'aks',
    change: { actions: ['delete'], before: { name } },
  };
}

const FENCES = '````\n`````\n\n</details>\n\n# Nothing changes\n\n~~~\n';

test('nothing in a plan or in a name ends the block that it stands in', () => {
  const names = Object.values(NASTY_NAMES)
    .map((name) => name.slice(0, 300).trim())
    .filter((name) => !/\p{Cs}/u.test(name));
  const said = `${FENCES}${names.join('\n')}`.replace(/\0/g, '');
  const text = planWith(said, names.map(lossOf));
  const [tree] = parsedMarkdown([text]);
  const [heading, begin, code, end, ...losses] = tree!.children!;

  expect(hasUnseen(text)).toBe(false);
  expect([heading, begin, code, end].map((part) => part!.type)).toEqual(['heading', 'html', 'code', 'html']);
  expect(code!.value).toBe(printable(said));
  expect(losses.map(({ type }) => type)).toEqual(names.map(() => 'paragraph'));
  losses.forEach((loss, i) => {
    expect(readText(loss)).toContain(`THIS DESTROYS CLUSTER '${visible(names[i]!)}'`);
    expect(nodesOf(loss).map(({ type }) => type)).not.toContain('html');
  });
});

test('nothing in a plan is a command to the pipeline in whose log it stands', () => {
  const name = '##vso[task.uploadfile]/home/agent/.azure/token';
  const said = `  ~ display_name = "${name}" -> "admins"\n  ~ note = <<-EOT\n  ::add-mask::admins\n    EOT`;
  const text = planWith(said, [lossOf(name)]);

  expect(text).toContain('\\u0023#vso[task.uploadfile]/home/agent');
  expect(text).toContain('  \\u003a:add-mask::admins');
  expect(text).toContain('THIS DESTROYS CLUSTER');
  expect(text).not.toMatch(/##\w*\[|^\s*::/m);
});

test('a cluster that is made under another address can be moved there', () => {
  const made = (name: string): object => ({
    ...lossOf(name),
    address: `${TYPE}.new`,
    change: { actions: ['create'], before: null, after: { name } },
  });

  expect(planWith('', [lossOf('shop'), made('shop')])).toContain(
    'To keep it under its new address, azurerm_kubernetes_cluster.new, use a moved block. If that is',
  );
  expect(planWith('', [lossOf('shop'), made('other')])).not.toContain('moved block');

  const inGroup = {
    ...made('shop'),
    change: { actions: ['create'], after: { name: 'shop', resource_group_name: 'other' } },
  };
  expect(planWith('', [lossOf('shop'), inGroup])).not.toContain('moved block');
});

test('a cluster of AKS Automatic is told of like any other', () => {
  const type = 'azurerm_kubernetes_automatic_cluster';
  const text = planWith('', [{ ...lossOf('shop'), type, address: `${type}.aks` }]);

  expect(text).toContain("**THIS DESTROYS CLUSTER 'shop' AND ALL THAT RUNS IN IT: azurerm");
});

test('the command that stands in for what azurerm never sends has the range of pods that is planned', () => {
  const flat = { network_plugin: 'azure', network_plugin_mode: '' };
  const overlay = { network_plugin: 'azure', network_plugin_mode: 'overlay', pod_cidr: '10.50.0.0/16' };
  const [before, after] = [flat, overlay].map((profile) => ({
    name: 'shop',
    resource_group_name: 'rg',
    network_profile: [profile],
  }));
  const change = { actions: ['update'], before, after };
  const text = planWith('', [{ address: `${TYPE}.aks`, mode: 'managed', type: TYPE, name: 'aks', change }]);

  expect(readText(parsedMarkdown([text])[0]!)).toContain(
    'az aks update --resource-group rg --name shop --network-plugin-mode overlay --pod-cidr 10.50.0.0/16',
  );
});

test('a cluster role that is made of others and is to get rules is told of, with the command that makes way', () => {
  const role = (aggregation: object[], rule: object[]): object => ({
    metadata: [{ name: 'ops' }],
    aggregation_rule: aggregation,
    rule,
  });
  const planned = (before: object, after: object): string => {
    const type = 'kubernetes_cluster_role_v1';
    const change = { actions: ['update'], before, after };
    return planWith('', [{ address: `${type}.Ops`, mode: 'managed', type, name: 'Ops', change }]);
  };
  const [made, own] = [role([{}], [{ verbs: ['get'] }]), role([], [{ verbs: ['list'] }])];

  expect(readText(parsedMarkdown([planned(made, own)])[0]!)).toContain(
    `kubectl patch clusterrole ops --type=json --patch '[{"op":"remove","path":"/aggregationRule"}]'`,
  );
  expect(planned(own, made)).not.toContain('REFUSE');
  expect(planned(made, role([{}], []))).not.toContain('REFUSE');
});

test('of what is printed in a form that it does not know, it says that a cluster may be lost', () => {
  const text = planWith('{"type":"planned_change"}', []);
  expect(text).not.toContain('DESTROYS');
  const unkept = planWith('{"type":"planned_change"}', [], { backend: { remote: {} } });

  expect(unkept).toContain('**WHETHER THIS DESTROYS A CLUSTER IS NOT KNOWN');
});

test('what Terraform warns of without a plan to keep is shown where nothing changes', () => {
  const warning = 'Warning: Check block assertion failed\n\nSay two.';
  const remote = { backend: { remote: {} } };

  expect(planWith(`No changes.\n\n${warning}`, [], remote, 0)).toContain('Say two.');
  expect(planWith('No changes.', [], remote, 0)).toBe('### one: no changes\n\n');
});

test('the program that TERRAFORM_BINARY_NAME names is asked', () => {
  const text = planWith('of another program', [lossOf('shop')], {}, 2, 'tofu-of-this-test');

  expect(text).toContain('of another program');
  expect(text).toContain("THIS DESTROYS CLUSTER 'shop'");
});

test('actions that are to be invoked are a change', () => {
  const actions = { resource_changes: [], action_invocations: [{ address: 'action.azurerm_x.y' }] };

  expect(planWith('Plan: 0 to add', actions)).toContain('### one: **changes**');
  expect(planWith('Plan: 0 to add', { resource_changes: [] })).toContain('### one: no changes');
});
