import { rmSync } from 'node:fs';
import { loadTenant } from '../../../access/directory/load-tenant';
import { ADMINS, BOB, CAROL, DEVELOPERS, ERIN, FRANK, JUNIORS, PIPELINE } from './sample';
import { checked, directory, file, group, pulled, user, withDirectory } from './pulling';

withDirectory();

describe('tenant check', () => {
  beforeEach(async () => {
    await pulled();
  });

  test('prints nothing when nothing has changed', async () => {
    expect(await checked()).toEqual({
      code: 0,
      output: '',
      errors: `Nobody has joined, left or been renamed since ${file} was written.\n`,
    });
  });

  test('who has left a group loses what it grants, with when that counts', async () => {
    group(DEVELOPERS).members = [JUNIORS, PIPELINE];
    const { code, output } = await checked();

    expect(code).toBe(0);
    expect(output).toContain(
      "- bob@contoso.com left shop-developers: loses edit in namespace 'shop' (RoleBinding shop/developers; counts after 60 to 90 minutes)\n",
    );
    expect(output).toMatch(/until the token has run out: '.*access.* --revoke <account>' says/);
  });

  test('who has joined the administrators is a warning, and so are those of a group that has', async () => {
    group(ADMINS).members.push(ERIN, JUNIORS);
    const { code, output } = await checked();

    expect(code).toBe(2);
    expect(output).toMatch(/^- WARNING: .*erin@contoso\.com.*: each becomes cluster administrator$/m);
    expect(output).toContain("- group 'shop-juniors' joined platform");
    expect(output).toMatch(/^- erin@contoso\.com joined platform: gains cluster-admin in the whole cluster/m);
    expect(output).toMatch(/^- .*frank@contoso\.com.* gains cluster-admin in the whole cluster/m);
  });

  test('a member who was renamed loses what was bound by name, and the next plan does not find them', async () => {
    user(ERIN).userPrincipalName = 'erin.evans@contoso.com';
    const { code, output } = await checked();

    expect(code).toBe(0);
    expect(output).toMatch(
      /^- erin@contoso\.com is now erin\.evans@contoso\.com: loses view in namespace 'shop' \(RoleBinding shop\/readers/m,
    );
    expect(output).toMatch(
      /The next plan fails:\n\n- \S*aks\.yaml:12:\d+ access\\\[1\\\]\.users\\\[0\\\]: there is no user 'erin@contoso\.com'/,
    );
  });

  test('a guest who became a member goes by another name than was bound', async () => {
    user(CAROL).userType = 'Member';
    const { output } = await checked();

    expect(output).toMatch(
      /^- carol_fabrikam\S+ was a guest and is now a member: loses view in namespace 'shop'/m,
    );
  });

  test('who was disabled loses everything, and has it again when enabled', async () => {
    user(FRANK).accountEnabled = false;
    expect((await checked()).output).toMatch(
      /^- frank@contoso\.com was disabled: loses edit in namespace 'shop'/m,
    );

    await pulled();
    expect(loadTenant(file).users.find(({ objectId }) => objectId === FRANK)).toMatchObject({
      accountEnabled: false,
    });
    user(FRANK).accountEnabled = true;
    expect((await checked()).output).toMatch(
      /^- frank@contoso\.com was enabled again: gains edit in namespace 'shop'/m,
    );
  });

  test('who was deleted, and what a group that was deleted had granted', async () => {
    directory.users.splice(directory.users.indexOf(user(BOB)), 1);
    directory.groups.splice(directory.groups.indexOf(group(JUNIORS)), 1);
    const { output } = await checked();

    expect(output).toMatch(/^- bob@contoso\.com was deleted: loses edit in namespace 'shop'/m);
    expect(output).toContain("- group 'shop-juniors' was deleted\n");
    expect(output).toMatch(/^- frank@contoso\.com loses edit in namespace 'shop'/m);
    expect(output).not.toMatch(/^- .* left /m);
  });

  test('a group that was renamed keeps what it grants, as it is bound by ID, but is looked up by name', async () => {
    group(DEVELOPERS).displayName = 'shop-devs';
    const { code, output } = await checked();

    expect(code).toBe(0);
    expect(output).toContain("- group 'shop-developers' is now shop-devs\n");
    expect(output).not.toContain('loses');
    expect(output).toContain("there is no group 'shop-developers'");
  });

  test('names of the directory are text, whatever they hold', async () => {
    directory.users.push({
      ...user(BOB),
      id: '00000000-0000-4000-8000-00000000000f',
      userPrincipalName: '*bold*<img>@contoso.com',
    });
    group(DEVELOPERS).members.push('00000000-0000-4000-8000-00000000000f');
    expect((await checked()).output).toContain(
      '- \\*bold\\*\\<img\\>`@`contoso.com joined shop-developers: gains edit',
    );
  });

  test('what may not be read is no answer, and nobody is taken to have left', async () => {
    directory.forbidden = new RegExp(`${DEVELOPERS}/members`);
    const { code, output, errors } = await checked();

    expect([code, output]).toEqual([1, '']);
    expect(errors).toContain('not read, as the account may not: members of the group shop-developers');
  });

  test('without a file says what writes it', async () => {
    rmSync(file);
    await expect(checked()).rejects.toThrow(
      /there is no (\S+)tenant\.yaml to compare with: '.*tenant.*pull --config \1aks\.yaml' writes it/,
    );
  });
});
