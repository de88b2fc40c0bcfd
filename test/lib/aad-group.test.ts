import { Group } from '@cdktf/provider-azuread/lib/group';
import { TerraformStack } from 'cdktf';
import { AadDirectory, AadGroup, AadGroupEligibility, RbacSubject } from '../../lib';
import { only, resolve, synth } from './synth';

const ID = '894656e1-39f8-4bfe-b16a-510f61af6f41';
const OTHER = '1c1f2ad4-0c9b-4a43-a6a5-1f0a4b3f8a10';

test('belongs to whoever deploys first, and its members are left to others', () => {
  const synthesized = synth((stack) => new AadGroup(stack, 'Ops', { displayName: 'ops' }));

  expect(only(synthesized, 'azuread_group')).toEqual({
    display_name: 'ops',
    security_enabled: true,
    prevent_duplicate_names: true,
    owners: ['${data.azuread_client_config.DeployingPrincipal.object_id}'],
    lifecycle: { ignore_changes: ['owners', 'prevent_duplicate_names'] },
  });
});

test('is filled with users, groups and service principals, in whatever order, each once', () => {
  const synthesized = synth((stack) => {
    const directory = new AadDirectory(stack, 'Directory');
    const group = directory.createGroup('Ops', {
      displayName: 'ops',
      owners: [RbacSubject.servicePrincipal(ID)],
      members: [directory.user('alice@contoso.com'), RbacSubject.group(ID)],
    });
    group.addMember(RbacSubject.guest(OTHER), RbacSubject.group(ID));
  });

  expect(only(synthesized, 'azuread_group')).toMatchObject({
    owners: [ID],
    members: [OTHER, ID, '${data.azuread_user.DirectoryLookups_user-alicecontosocom_A2C75F7C.object_id}'],
  });
});

test('takes nobody without an object ID', () => {
  const members = [RbacSubject.user('alice@contoso.com')];

  expect(() => synth((stack) => new AadGroup(stack, 'Ops', { displayName: 'ops', members }))).toThrow(
    "members 'alice@contoso.com' has no object ID: use what AadDirectory.user(), group() and servicePrincipal() find, " +
      "or a subject that is given by object ID (at 'test/Ops')",
  );
});

test('has a name', () => {
  expect(() => synth((stack) => new AadGroup(stack, 'Ops', { displayName: ' ' }))).toThrow(
    "displayName ' ' is not valid: use 1 to 256 characters (at 'test/Ops')",
  );
});

test('is a subject, created, found or known', () => {
  synth((stack) => {
    const created = new AadGroup(stack, 'Created', { displayName: 'ops' });
    const found = AadGroup.fromLookup(stack, 'Found', 'ops');
    const known = AadGroup.fromAadGroupAttributes(stack, 'Known', { objectId: ID });

    expect(resolve(stack, created.subject.name)).toMatch(/^\$\{azuread_group\.Created_\w+\.object_id\}$/);
    expect(found.subject).toBe(new AadDirectory(stack, 'Directory').group('ops'));
    expect(known.subject).toEqual(RbacSubject.group(ID));
    expect(known.objectId).toBe(ID);
  });
});

test('the default child is the resource', () => {
  const synthesized = synth((stack) => {
    const group = new AadGroup(stack, 'Ops', { displayName: 'ops' });
    (group.node.defaultChild as Group).assignableToRole = true;
  });

  expect(only(synthesized, 'azuread_group').assignable_to_role).toBe(true);
});

test('a group is no member of itself, for good or on request', () => {
  const build = (use: (group: AadGroup, stack: TerraformStack) => unknown) => () =>
    synth((stack) => use(new AadGroup(stack, 'Team', { displayName: 'team' }), stack));

  expect(build((group) => group.addMember(group.subject))).toThrow(
    "members contains the group itself: remove it (at 'test/Team')",
  );
  expect(
    build((group, stack) => new AadGroupEligibility(stack, 'Self', { group, member: group.subject })),
  ).toThrow("member is the group itself: name who can become a member of it (at 'test/Self')");
});
