import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Node, supportedNodes } from './nodes';
import { CheckFailed, ROOT, run, runChecks } from './run';

/** Rehearses the checkout with every version of Node.js that is supported, in a folder of its own. */
const scratch = mkdtempSync(join(tmpdir(), 'node-versions-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
for (const name of ['aks.yaml', 'cdktf.json', 'main.ts', 'tsconfig.json']) {
  cpSync(join(ROOT, name), join(scratch, name));
}
for (const name of ['app', 'lib', 'node_modules']) {
  symlinkSync(join(ROOT, name), join(scratch, name));
}

function rehearse({ version, path }: Node): string {
  const env = { PATH: path, AKS_CONFIG: '' };
  const running = run('node', ['--version'], scratch, env).trim();
  if (running !== `v${version}`) {
    throw new CheckFailed(`node is ${running}, not v${version}`);
  }
  const command = ['-r', join(ROOT, 'cli/typescript.cjs'), join(ROOT, 'cli/bin.ts'), 'rehearse', '--fresh'];
  const output = run('node', command, scratch, env);
  if (!/^second plan +No changes\.$/m.test(output)) {
    throw new CheckFailed(output);
  }
  return 'second plan: No changes';
}

runChecks(
  supportedNodes().map((node) => [`the rehearsal with Node.js ${node.version}`, () => rehearse(node)]),
);
