import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Matrix, matrixTable, TrialResult } from '../../../tools/backend-trial/matrix';
import { BackendName, BACKENDS } from '../../../rehearsal/backends/state-backend';
import { descendantsOf } from '../../descendants';
import { describeWithTerraform } from '../../rehearsal/terraform';

/** The trials run side by side, and beside other tests. */
describeWithTerraform('the three stacks with their states in a real backend', () => {
  let results: ReadonlyMap<BackendName, TrialResult>;
  beforeAll(async () => {
    const all = await new Matrix(BACKENDS).run();
    results = new Map(all.map((result) => [result.backend, result]));

    for (const { backend, missing } of all.filter((result) => result.missing !== undefined)) {
      process.stderr.write(`SKIPPED backend ${backend}: ${missing}\n`);
    }
  });

  /** What this machine has nothing to run with is skipped, and in CI it fails. */
  function resultOf(backend: BackendName): TrialResult | undefined {
    const result = results.get(backend)!;
    if (result.missing !== undefined && process.env.CI === 'true') {
      throw new Error(result.missing);
    }
    return result.missing === undefined ? result : undefined;
  }

  const EXPECTED: Record<BackendName, Record<string, unknown>> = {
    http: {
      'lock refused': expect.stringMatching(/^server names .+@.+/) as string,
      'killed and resumed': 'after force-unlock',
    },
    pg: {
      'lock refused': 'database names terraform@127.0.0.1',
      'killed and resumed': 'at once',
    },
    azurerm: {
      'lock refused': 'Terraform names the holder',
      'killed and resumed': 'after force-unlock',
    },
    hcp: {
      'lock refused': 'workspace names platform-team',
      'killed and resumed': 'after force-unlock',
    },
  };

  test.each(BACKENDS)(
    '%s: deployed, killed and resumed, values cross stacks, a second writer is refused, no state is lost',
    (backend) => {
      const result = resultOf(backend);
      const expected = {
        deploy: '3 stacks',
        'second plan': 'No changes',
        'cross-stack values': '3 legacy, 1 managed',
        'failed write': 'errored.tfstate pushed',
        ...EXPECTED[backend],
      };

      expect(result?.failure).toBeUndefined();
      expect(result ? Object.fromEntries(result.done) : expected).toEqual(expected);
    },
  );
});

describe('npm run backends', () => {
  const COMMAND = ['-r', './cli/typescript.cjs', 'tools/backend-trial/cli.ts'];

  async function run(args: string[], onStart?: (pid: number) => Promise<void>) {
    const child = spawn(process.execPath, [...COMMAND, ...args]);
    let output = '';
    [child.stdout, child.stderr].forEach((stream) =>
      stream.on('data', (chunk: Buffer) => (output += chunk.toString())),
    );
    const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
    await onStart?.(child.pid!);
    return { code: await closed, output };
  }

  test('refuses a backend that cannot run here', async () => {
    const { code, output } = await run(['s3']);

    expect(code).toBe(1);
    expect(output).toBe("'s3' is no backend that can run here: use http, pg, azurerm, hcp\n");
  });

  test('leaves nothing running after Ctrl-C', async () => {
    let started: number[] = [];
    const { code, output } = await run(['http', 'pg'], async (pid) => {
      // The synthesis of the stacks, or what comes after it.
      while (descendantsOf(pid).length < 2) {
        await sleep(20);
      }
      await sleep(500);
      started = descendantsOf(pid).map((one) => one.pid);
      process.kill(pid, 'SIGINT');
    });

    expect(code).toBe(1);
    expect(output).toContain('stopped by SIGINT');
    const left = descendantsOf(process.pid).filter(({ pid }) => started.includes(pid));
    expect(left).toEqual([]);
  });
});

test('the table says where a trial has failed, and has dashes for what was not reached', () => {
  const table = matrixTable([
    { backend: 'http', seconds: 9, done: new Map([['lock refused', 'names the holder']]), failure: 'gone' },
    { backend: 'pg', seconds: 0, done: new Map(), missing: 'PostgreSQL is not installed' },
  ]);
  const [, , http, pg] = table.split('\n').map((line) => line.split(/ {2,}/));

  expect(http).toEqual(['http', 'FAILED', '-', '-', 'names the holder', '-', '-']);
  expect(pg).toEqual(['pg', '-', '-', '-', '-', '-', '-']);
});
