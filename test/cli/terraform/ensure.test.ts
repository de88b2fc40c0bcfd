import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { ensureTerraform } from '../../../cli/terraform/ensure';
import { OPENTOFU, PRODUCTS, TERRAFORM } from '../../../cli/terraform/products';
import { isSignedBy } from '../../../cli/terraform/release';
import { requireTerraform } from '../../../rehearsal/terraform-binary';
import { newKey } from './release-server';
import { cache, install, kept, server, start, told, withEmptyCache } from './fetching';

withEmptyCache();

describe('--install-terraform', () => {
  test('fetches what the vendor has signed, once, and what runs then finds it', async () => {
    const { product, asked } = await start();
    await install(product);

    expect(kept()).toEqual(['terraform-1.7.0', join('terraform-1.7.0', 'terraform')]);
    expect(told).toContain(
      `Terraform 1.7.0 came from ${product.server}/, signed by Contoso; it is kept in ${cache}`,
    );
    expect(statSync(join(cache, 'cdktf-aks-aad', 'terraform-1.7.0', 'terraform')).mode & 0o777).toBe(0o755);
    expect(statSync(join(cache, 'cdktf-aks-aad', 'terraform-1.7.0')).mode & 0o777).toBe(0o700);
    expect(spawnSync('terraform', { encoding: 'utf8', env: process.env }).stdout).toContain('1.7.0');
    expect(requireTerraform()).toBe('Terraform 1.7.0');

    // Another process.
    process.env.PATH = process.env.PATH!.split(delimiter).pop();
    asked.length = 0;
    await ensureTerraform({ install: false }, [product]);
    expect([asked, requireTerraform()]).toEqual([[], 'Terraform 1.7.0']);
  });

  test('leaves alone who has one', async () => {
    const { product, asked } = await start();
    writeFileSync(join(process.env.PATH!, 'terraform'), '', { mode: 0o755 });
    await install(product);

    expect([asked, kept()]).toEqual([[], []]);
  });

  test.each([
    ['a folder', (path: string) => mkdirSync(path)],
    ['a file that may not be executed', (path: string) => writeFileSync(path, '', { mode: 0o644 })],
  ])('takes %s of that name for none, as a shell does', async (_, make) => {
    const { product } = await start();
    make(join(process.env.PATH!, 'terraform'));
    await install(product);

    expect(kept()).toContain(join('terraform-1.7.0', 'terraform'));
  });

  test('follows the servers of releases to where the files are', async () => {
    const { product, archive, instead, files } = await start();
    const other = createServer((_, response) => response.end(files.get(archive)));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}/blob?sig=secret`;
    instead.set(archive, (_, response) => response.writeHead(302, { location: url }).end());
    await install(product);
    await new Promise((resolve) => other.close(resolve).closeAllConnections());

    expect(kept()).toContain(join('terraform-1.7.0', 'terraform'));
  });

  test('takes TERRAFORM_BINARY_NAME for what is meant', async () => {
    const { product } = await start();
    process.env.TERRAFORM_BINARY_NAME = 'terragrunt';
    await expect(install(product)).rejects.toThrow(
      "TERRAFORM_BINARY_NAME 'terragrunt' is none that can be fetched: use terraform",
    );

    process.env.TERRAFORM_BINARY_NAME = 'tofu';
    const tofu = { ...product, program: 'tofu' };
    await expect(ensureTerraform({ install: true }, [product, tofu])).rejects.toThrow(
      '/tofu_1.7.0_SHA256SUMS',
    );
  });
});

describe('nothing is kept of', () => {
  const expectRefused = async (message: RegExp | string): Promise<void> => {
    await expect(install(server!.product)).rejects.toThrow(message);
    expect(kept()).toEqual([]);
    expect(() => requireTerraform()).toThrow('terraform is not on the PATH');
  };

  test('an archive that is not the one of the checksum', async () => {
    const { instead, archive, files } = await start();
    const changed = Buffer.from(files.get(archive)!);
    changed[changed.length - 1]! ^= 1;
    instead.set(archive, (_, response) => response.end(changed));

    await expectRefused(
      new RegExp(
        `^${archive} of http://127.* has the checksum [0-9a-f]{64}, and Contoso has signed [0-9a-f]{64}`,
      ),
    );
  });

  test('checksums that are not the ones of the signature', async () => {
    const { instead } = await start();
    instead.set('terraform_1.7.0_SHA256SUMS', (_, response) => response.end('0'.repeat(64)));

    await expectRefused(
      /^terraform_1.7.0_SHA256SUMS of .* has no valid signature of Contoso \(key [0-9A-F]{40}\)/,
    );
    expect(server!.asked).not.toContain(server!.archive);
  });

  test('checksums that somebody else has signed', async () => {
    await start({ signer: await newKey() });
    await expectRefused('has no valid signature of Contoso');
  });

  test.each([
    ['empty', Buffer.alloc(0)],
    ['no signature', Buffer.from('<html>Please sign in</html>')],
  ])('a signature that is %s', async (_, bytes) => {
    const { instead } = await start();
    instead.set('terraform_1.7.0_SHA256SUMS.sig', (__, response) => response.end(bytes));
    await expectRefused('has no valid signature of Contoso');
  });

  test('a key that is not the pinned one', async () => {
    const { product } = await start();
    const other = (await newKey()).toPublic().armor();
    await expect(install({ ...product, key: () => other })).rejects.toThrow(
      'the key of Contoso is not the one with the fingerprint',
    );
    expect(kept()).toEqual([]);
  });

  test('a download that breaks off', async () => {
    const { instead, archive } = await start();
    instead.set(archive, (_, response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('PK');
      setTimeout(() => response.destroy(), 50);
    });
    await expectRefused(
      /the server of Contoso broke off after 2 bytes: ECONNRESET; AKS_TERRAFORM_MIRROR names another/,
    );
  });

  test('a release that is not there', async () => {
    const { instead, archive } = await start();
    instead.set(archive, (_, response) => response.writeHead(404).end());
    await expectRefused(
      /\.zip is answered with status 404: AKS_TERRAFORM_MIRROR names another server with these files$/,
    );
  });

  test('a release for other systems', async () => {
    await start({ system: 'plan10_amd64' });
    await expectRefused(
      /^there is no Terraform 1.7.0 for \w+: terraform_1.7.0_SHA256SUMS has no terraform_1.7.0_\w+.zip$/,
    );
  });

  test('an archive without the program', async () => {
    await start({ entry: 'bin/terraform' });
    await expectRefused(/\.zip has no terraform(\.exe)? in it$/);
  });

  test('redirections in a circle, and to clear text', async () => {
    const { instead } = await start();
    const lead = (location: string): void =>
      void instead.set('terraform_1.7.0_SHA256SUMS', (_, response) =>
        response.writeHead(302, { location }).end(),
      );
    lead('terraform_1.7.0_SHA256SUMS');
    await expectRefused('the server of Contoso redirects in a circle');

    lead('http://releases.contoso.test/terraform_1.7.0_SHA256SUMS');
    await expectRefused('the server of Contoso would be asked in clear text: use an https:// address');
  });

  test('a command that is interrupted in the middle', async () => {
    const { instead, archive, product } = await start();
    const begun = new Promise<void>((resolve) =>
      instead.set(archive, (_, response) => {
        response.writeHead(200, { 'content-length': 1000 }).write('PK');
        resolve();
      }),
    );
    const child = spawn(
      process.execPath,
      ['-r', './cli/typescript.cjs', join(__dirname, 'install-child.ts')],
      {
        env: {
          ...process.env,
          PATH: process.env.PATH,
          PRODUCT: JSON.stringify({ ...product, armoredKey: product.key() }),
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    await begun;
    child.kill('SIGINT');
    const [code] = (await once(child, 'close')) as [number];

    expect({ code, errors }).toEqual({ code: 130, errors: 'stopped by SIGINT; no Terraform was fetched\n' });
    expect(kept()).toEqual([]);
  });
});

describe('the keys of the vendors', () => {
  test.each(PRODUCTS)('$vendor: the one of the fingerprint', async (product) => {
    await expect(isSignedBy(product, Buffer.from('text'), Buffer.from('no signature'))).resolves.toBe(false);
  });

  test('HashiCorp has signed a release with it, and OpenTofu has not', async () => {
    const [sums, signature] = ['', '.sig'].map((name) =>
      readFileSync(join(__dirname, 'signed', `terraform-provider-null_3.1.0_SHA256SUMS${name}`)),
    ) as [Buffer, Buffer];

    expect(await isSignedBy(TERRAFORM, sums, signature)).toBe(true);
    const reversed = {
      ...TERRAFORM,
      key: () =>
        TERRAFORM.key()
          .split(/(?=-----BEGIN)/)
          .reverse()
          .join(''),
    };
    expect(await isSignedBy(reversed, sums, signature)).toBe(true);
    expect(await isSignedBy(OPENTOFU, sums, signature)).toBe(false);
    sums[0]! ^= 1;
    expect(await isSignedBy(TERRAFORM, sums, signature)).toBe(false);
  });
});

test('the version that is fetched is the one that the workflows are tested with', () => {
  const folder = join(dirname(require.resolve('../../../package.json')), '.github', 'workflows');
  const versions = readdirSync(folder).flatMap((file) => [
    ...readFileSync(join(folder, file), 'utf8').matchAll(/terraform_version: ([\d.]+)/g),
  ]);
  expect(new Set(versions.map(([, version]) => version))).toEqual(new Set([TERRAFORM.version]));
});
