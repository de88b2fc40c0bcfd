import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTenant } from '../../../access/directory/load-tenant';
import { runCommand } from '../../../rehearsal/command';
import { withoutPauses } from '../pauses';
import { TENANT } from '../stand-ins/graph';
import { ADMINS, ALICE, BOB, CAROL, CONFIGURATION, DEVELOPERS, FRANK, JUNIORS, PIPELINE } from './sample';
import {
  before,
  checked,
  config,
  directory,
  file,
  folder,
  group,
  pulled,
  text,
  user,
  withDirectory,
} from './pulling';

withDirectory();

describe('tenant pull', () => {
  test('writes whom and what the configuration names, nested members included, sorted and without a secret', async () => {
    expect(await pulled()).toEqual({
      code: 0,
      output: `${file}: 5 users, 3 groups, 1 service principal, 1 resource\n`,
      errors: '',
    });

    expect(text()).toMatch(
      /^# Whom and what aks\.yaml names, .*\n# Read on \d{4}-\d\d-\d\d from Microsoft Graph and Azure\.\n/,
    );
    expect(text()).not.toMatch(/very-secret|Unused\.Role|alice\.mail/i);
    expect(loadTenant(file)).toMatchObject({
      tenantId: TENANT,
      domain: 'contoso.com',
      deployer: ALICE,
      groups: [
        { objectId: ADMINS, members: [ALICE], owners: [PIPELINE] },
        { objectId: DEVELOPERS, members: [BOB, JUNIORS, PIPELINE], owners: [ALICE] },
        { objectId: JUNIORS, members: [FRANK, DEVELOPERS] },
      ],
      resources: [expect.stringMatching(/subnets\/nodes$/)],
    });
    const names = loadTenant(file).users.map(({ userPrincipalName }) => userPrincipalName);
    expect(names).toEqual([...names].sort());
    expect(loadTenant(file).users.find(({ objectId }) => objectId === CAROL)).toMatchObject({
      userType: 'Guest',
      mail: 'carol@fabrikam.com',
    });
  });

  test('is taken without a flag, and everybody is found', async () => {
    await pulled();
    const { code, output } = await runCommand(
      process.execPath,
      [
        '-r',
        './cli/typescript.cjs',
        'cli/bin.ts',
        'access',
        '--config',
        config(),
        '--format',
        'markdown',
        '--strict',
      ],
      { env: before },
    );

    expect(code).toBe(0);
    expect(output).toMatch(/^\| frank@contoso\.com +\|.*edit/m);
  });

  test('of what has not changed leaves the file as it is; what people have written into it stays', async () => {
    await pulled();
    const withOwn = `${text().replace('deployer: alice@contoso.com', 'deployer: shop-pipeline')}\n# ours\nnamespaces: [monitoring] # made by hand\n`;
    writeFileSync(file, withOwn.replace(/Read on \S+/, 'Read on 2020-01-01'));
    chmodSync(file, 0o640);

    await pulled();
    expect(loadTenant(file)).toMatchObject({ deployer: PIPELINE, namespaces: ['monitoring'] });
    expect(text()).toContain('# made by hand');
    expect(statSync(file).mode & 0o777).toBe(0o640);

    writeFileSync(file, text().replace(/Read on \S+/, 'Read on 2020-01-01'));
    expect((await pulled()).output).toBe(`${file}: nothing has changed\n`);
    expect(text()).toContain('Read on 2020-01-01');
    expect(readdirSync(folder).sort()).toEqual(['aks.yaml', 'tenant.yaml']);
  });

  test('goes where the configuration says', async () => {
    mkdirSync(join(folder, 'people'));
    writeFileSync(config(), `tenant: people/contoso.yaml\n${CONFIGURATION}`);
    const file = join(folder, 'people/contoso.yaml');

    expect((await pulled()).code).toBe(0);
    expect(loadTenant(file).domain).toBe('contoso.com');
    expect((await checked()).errors).toContain('Nobody has joined');
  });

  test('says who is in a group that the configuration takes over', async () => {
    const adminGroup = `adminGroup: { displayName: platform, import: ${ADMINS} }`;
    writeFileSync(config(), CONFIGURATION.replace(/adminGroupObjectIds: .*\]/, adminGroup));

    expect((await pulled()).code).toBe(0);
    expect(loadTenant(file).groups).toContainEqual(
      expect.objectContaining({ objectId: ADMINS, members: [ALICE] }),
    );
  });

  test('keeps IDs and structure with --pseudonyms, and the names that the configuration itself has', async () => {
    await pulled();
    const plain = loadTenant(file);
    rmSync(file);
    expect((await pulled({ pseudonyms: true })).code).toBe(0);
    const made = loadTenant(file);

    expect(text()).not.toMatch(/bob|frank|o'neill|clark|juniors|platform(?!\/)/i);
    expect(made.users.map(({ objectId }) => objectId).sort()).toEqual(
      plain.users.map(({ objectId }) => objectId).sort(),
    );
    const structure = (tenant: typeof made) =>
      new Map(
        tenant.groups.map(({ objectId, members, owners }) => [objectId, [[...members].sort(), owners]]),
      );
    expect(structure(made)).toEqual(structure(plain));
    expect(made.users.map(({ userPrincipalName }) => userPrincipalName)).toContain('erin@contoso.com');
    expect(made.users.find(({ objectId }) => objectId === CAROL)).toMatchObject({
      mail: 'carol@fabrikam.com',
    });

    // So does the next pull, without being told again, and a comparison.
    expect((await pulled()).output).toContain('nothing has changed');
    expect(await checked()).toMatchObject({ code: 0, output: '' });
  });

  test('names what the account may not read, and writes the rest', async () => {
    await pulled();
    directory.forbidden = new RegExp(`${JUNIORS}/members|subnets`);
    const { code, errors } = await pulled();

    expect(code).toBe(2);
    expect(errors).toContain('not read, as the account may not: members of the group shop-juniors\n');
    expect(errors).toMatch(/not read, as the account may not: \S+subnets\/nodes\n/);
    expect(text()).toContain('# Not read, as the account may not: members of the group shop-juniors.\n');
    // Those of before are the best that is known.
    expect(loadTenant(file).groups.find(({ objectId }) => objectId === JUNIORS)?.members).toContain(FRANK);
  });

  test('says who and what is not there, with line and nearest name', async () => {
    group(DEVELOPERS).displayName = 'shop-developer';
    directory.resources.length = 0;
    const { code, errors } = await pulled();

    expect(code).toBe(2);
    expect(errors).toMatch(
      /aks\.yaml:11:\d+ access\[0\]\.groups\[0\]: there is no group 'shop-developers' in the directory of contoso\.com/,
    );
    expect(errors).toMatch(
      /aks\.yaml:8:\d+ cluster\.defaultNodePool\.vnetSubnetId: there is no resource \/subscriptions/,
    );
  });

  test('waits where Microsoft Graph has too much to do, and asks again for what was refused', async () => {
    const pauses = withoutPauses();
    directory.throttled = { questions: 7, retryAfter: '3' };

    expect((await pulled()).code).toBe(0);
    expect(loadTenant(file).groups).toHaveLength(3);
    expect(pauses.every((pause) => pause === 3000)).toBe(true);
    expect(pauses.length).toBeGreaterThan(0);
  });

  test('gives up with the reason where it never ends, and leaves the file alone', async () => {
    withoutPauses();
    await pulled();
    const written = text();
    directory.throttled = { questions: Infinity, retryAfter: '200' };

    await expect(pulled()).rejects.toThrow(
      /^Microsoft Graph does not answer for .*too many requests \(429\)/,
    );
    expect(text()).toBe(written);
  });

  test('of another tenant than the configuration is refused', async () => {
    writeFileSync(
      config(),
      CONFIGURATION.replace('azure: {', 'azure: { tenantId: 11111111-2222-4333-8444-555555555555,'),
    );
    await expect(pulled()).rejects.toThrow(
      `azure.tenantId is 11111111-2222-4333-8444-555555555555, and the account is signed in to ${TENANT}: az login --tenant`,
    );
  });

  test('of 2 000 users in 300 nested groups, in small pages, asks at most 60 times', async () => {
    const id = (kind: number, n: number) =>
      `${String(kind).repeat(8)}-0000-4000-8000-${String(n).padStart(12, '0')}`;
    group(DEVELOPERS).members.push(id(2, 0));
    for (let n = 0; n < 300; n += 1) {
      // A tree, with eight levels below the first.
      const members = [2 * n + 1, 2 * n + 2].filter((child) => child < 300).map((child) => id(2, child));
      directory.groups.push({ id: id(2, n), displayName: `group-${n}`, members, owners: [id(1, n)] });
    }
    for (let n = 0; n < 2000; n += 1) {
      directory.users.push({
        ...user(BOB),
        id: id(1, n),
        userPrincipalName: `user${n}@contoso.com`,
      });
      [n, n * 7, n * 13].forEach((one) => directory.groups[4 + (one % 300)]!.members.push(id(1, n)));
    }
    directory.pageSize = 20;

    expect((await pulled()).code).toBe(0);
    expect(loadTenant(file).users).toHaveLength(2005);
    expect(directory.requests).toBeLessThanOrEqual(60);
  });
});

describe('without network', () => {
  test('the commands are printed until every answer is there; then the file is that of the network', async () => {
    await pulled();
    const online = text();
    rmSync(file);
    const answers = join(folder, 'answers');

    const rounds: number[] = [];
    let outcome = await pulled({ from: answers }).catch((error: Error) => error.message);
    expect(outcome).toMatch(/^8 answers are not in .* yet\.[^]*\n\nmkdir -p \S*answers\naz rest /);
    mkdirSync(answers);
    while (typeof outcome === 'string' && rounds.length < 6) {
      const commands = [
        ...outcome.matchAll(/^az rest --method get --url '?([^' ]+)'? --output json > '?([^']+)'?$/gm),
      ];
      rounds.push(commands.length);
      for (const [, address, written] of commands) {
        const { pathname, search } = new URL(address!);
        const { body } = directory.answer(`${pathname.replace('/v1.0/me', `/v1.0/users/${ALICE}`)}${search}`);
        // As PowerShell does.
        writeFileSync(written!, Buffer.from(`\ufeff${JSON.stringify(body)}`, 'utf16le'));
      }
      outcome = await pulled({ from: answers }).catch((error: Error) => error.message);
    }

    expect(outcome).toMatchObject({ code: 0, errors: '' });
    // Lookups and providers, groups and resources, groups in groups.
    expect(rounds).toEqual([8, 5, 2]);
    expect(text().replace(/^#.*\n/gm, '')).toBe(online.replace(/^#.*\n/gm, ''));
    expect(text()).toContain(`from the answers in ${answers}.`);
  });
});
