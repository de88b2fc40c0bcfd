import { PassThrough } from 'node:stream';
import { ensureTerraform } from '../../../cli/terraform/ensure';
import { Product } from '../../../cli/terraform/products';
import { requireTerraform } from '../../../rehearsal/terraform-binary';
import { runInProcess } from '../in-process';
import { kept, server, start, tell, told, withEmptyCache } from './fetching';

withEmptyCache();

describe('on a terminal', () => {
  const answering = async (answers: readonly string[], act: () => Promise<void>): Promise<void> => {
    const { stdin } = process;
    const input = Object.assign(new PassThrough(), { isTTY: true });
    Object.defineProperty(process, 'stdin', { value: input, configurable: true });
    const isTTY = process.stderr.isTTY;
    process.stderr.isTTY = true;
    const rest = [...answers];
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      tell(String(text));
      if (String(text).includes('Which one?')) {
        setImmediate(() => (rest.length > 0 ? input.write(rest.shift()) : input.end()));
      }
      return true;
    });
    try {
      await act();
    } finally {
      Object.defineProperty(process, 'stdin', { value: stdin, configurable: true });
      process.stderr.isTTY = isTTY;
    }
  };
  const both = (): Product[] => [server!.product, { ...server!.product, program: 'tofu', name: 'OpenTofu' }];

  test('it is offered, and fetched when somebody says so', async () => {
    await start();
    await answering(['whatever\n', 'Terraform\n'], () => ensureTerraform({ install: false }, both()));

    expect(told).toContain('there is none on the PATH. It can be fetched');
    expect(told).toMatch(/terraform +Terraform 1.7.0 \(none\), from http:\/\/127/);
    expect(told.match(/Which one\? \[terraform\/tofu\/no\]/g)).toHaveLength(2);
    expect(requireTerraform()).toBe('Terraform 1.7.0');
  });

  test.each([[['no\n']], [['\n']], [[]]])('%j leaves it', async (answer: string[]) => {
    const { asked } = await start();
    await answering(answer, () => ensureTerraform({ install: false }, both()));
    expect([asked, kept()]).toEqual([[], []]);
  });

  test('CI is none', async () => {
    await start();
    process.env.CI = 'true';
    await answering(['terraform\n'], () => ensureTerraform({ install: false }, both()));
    expect([told, kept()]).toEqual(['', []]);
  });
});

test('without a terminal nothing is fetched, and the message says how', async () => {
  const { status, stderr } = await runInProcess(['rehearse'], {
    cwd: process.cwd(),
    env: { AKS_TERRAFORM_MIRROR: 'http://127.0.0.1:1' },
  });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr:
      'terraform is not on the PATH: install Terraform 1.5.0 or later, https://developer.hashicorp.com/terraform/install, ' +
      'or let --install-terraform fetch it\n',
  });
  expect(kept()).toEqual([]);
});
