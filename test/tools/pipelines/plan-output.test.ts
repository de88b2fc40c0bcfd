import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { hasUnseen, visible, visibleLines } from '../../../lib/shared/visible';
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

/** What the script prints where Terraform prints a text, and its plan takes away clusters of these names. */
function planWith(text: string, names: readonly string[]): string {
  const program = join(folder, 'bin', 'terraform');
  mkdirSync(join(folder, 'bin'), { recursive: true });
  mkdirSync(join(folder, 'stacks', 'one'), { recursive: true });
  const manifest = {
    workingDirectory: 'stacks/one',
    synthesizedStackPath: 'stacks/one/cdk.tf.json',
    dependencies: [],
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ stacks: { one: manifest } }));
  writeFileSync(join(folder, 'stacks/one/cdk.tf.json'), JSON.stringify({ terraform: {} }));
  writeFileSync(join(folder, 'text'), text);
  const type = 'azurerm_kubernetes_cluster';
  const changes = names.map((name) => ({
    address: `${type}.aks[${JSON.stringify(name)}]`,
    mode: 'managed',
    type,
    name: 'aks',
    change: { actions: ['delete'], before: { name } },
  }));
  writeFileSync(join(folder, 'plan'), JSON.stringify({ resource_changes: changes }));
  writeFileSync(
    program,
    `#!/bin/sh\ncase $2 in plan) cat "$STUB/text"; exit 2 ;; show) cat "$STUB/plan" ;; state) echo x ;; esac\n`,
  );
  chmodSync(program, 0o755);

  const { stdout, stderr } = spawnSync('bash', [SCRIPT], {
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
      STUB: folder,
      CDKTF_OUTDIR: folder,
    },
  });
  expect(stderr).toBe('');
  return stdout;
}

const FENCES = '````\n`````\n\n</details>\n\n# Nothing changes\n\n~~~\n';

test('nothing in a plan or in a name ends the block that it stands in', () => {
  const names = Object.values(NASTY_NAMES)
    .map((name) => name.slice(0, 300).trim())
    .filter((name) => !/\p{Cs}/u.test(name));
  const said = `${FENCES}${names.join('\n')}`.replace(/\0/g, '');
  const text = planWith(said, names);
  const [tree] = parsedMarkdown([text]);
  const [heading, begin, code, end, ...losses] = tree!.children!;

  expect(hasUnseen(text)).toBe(false);
  expect([heading, begin, code, end].map((part) => part!.type)).toEqual(['heading', 'html', 'code', 'html']);
  expect(code!.value).toBe(visibleLines(said));
  expect(losses.map(({ type }) => type)).toEqual(names.map(() => 'paragraph'));
  losses.forEach((loss, i) => {
    expect(readText(loss)).toContain(`THIS DESTROYS CLUSTER '${visible(names[i]!)}'`);
    expect(nodesOf(loss).map(({ type }) => type)).not.toContain('html');
  });
});
