import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { TERRAFORM } from '../../../cli/terraform/products';
import { runInProcess } from '../in-process';
import { kept, withEmptyCache } from './fetching';

withEmptyCache();

describe('a mirror', () => {
  const rehearse = (mirror: string) =>
    runInProcess(['rehearse', '--install-terraform'], {
      cwd: process.cwd(),
      env: { AKS_TERRAFORM_MIRROR: mirror },
    });

  test('is asked for the release, and vouches for nothing', async () => {
    const asked: string[] = [];
    const mirror = createServer((request, response) => {
      asked.push(request.url!);
      response.end('not by HashiCorp');
    });
    await new Promise<void>((resolve) => mirror.listen(0, '127.0.0.1', resolve));
    const { stderr } = await rehearse(`http://127.0.0.1:${(mirror.address() as AddressInfo).port}/cache/`);
    await new Promise((resolve) => mirror.close(resolve).closeAllConnections());

    const { version, fingerprint } = TERRAFORM;
    expect(asked.sort()).toEqual([
      `/cache/terraform/${version}/terraform_${version}_SHA256SUMS`,
      `/cache/terraform/${version}/terraform_${version}_SHA256SUMS.sig`,
    ]);
    expect(stderr).toContain(`has no valid signature of HashiCorp (key ${fingerprint})`);
    expect(kept()).toEqual([]);
  });

  test.each([
    ['mirror.contoso.test', 'AKS_TERRAFORM_MIRROR is not an address of a server'],
    ['http://mirror.contoso.test', 'AKS_TERRAFORM_MIRROR is not an address of a server'],
    ['https://mirror.contoso.test/?token=hunter2', 'AKS_TERRAFORM_MIRROR is not an address of a server'],
    ['https://me:hunter2@mirror.contoso.test', 'AKS_TERRAFORM_MIRROR has a name or password in it'],
  ])('%s is refused, and not shown', async (mirror, message) => {
    const { status, stderr } = await rehearse(mirror);
    expect([status, stderr.startsWith(message), stderr.includes('hunter2')]).toEqual([1, true, false]);
  });
});
