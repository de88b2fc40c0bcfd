import { comparable } from '../../../tools/bench/same-stacks';

function stack(names: { group: string; other: string; member: string }, member = names.group): string {
  return JSON.stringify({
    '//': { metadata: { stackName: names.group } },
    resource: {
      azuread_group: {
        [names.group]: { display_name: 'admins' },
        [names.other]: { display_name: 'readers' },
      },
      azuread_group_member: {
        [names.member]: { group_object_id: `\${azuread_group.${member}.object_id}` },
      },
    },
  });
}

const ONE = { group: 'Admins', other: 'Readers', member: 'Alice' };
const OTHER = { group: 'Group_1A2B3C4D', other: 'Group_5E6F7A8B', member: 'Member-1' };

test('stacks are the same whatever their resources are called', () => {
  expect(comparable(stack(ONE))).toEqual(comparable(stack(OTHER)));
});

test('stacks differ when a reference means another resource', () => {
  expect(comparable(stack(ONE))).not.toEqual(comparable(stack(OTHER, OTHER.other)));
});

test('stacks differ when an argument does', () => {
  expect(comparable(stack(ONE))).not.toEqual(comparable(stack(ONE).replace('readers', 'writers')));
});

test('stacks differ when one has a resource twice', () => {
  const twice = stack(ONE).replace('"Readers":', '"Again":{"display_name":"readers"},"Readers":');

  expect(comparable(twice)).not.toEqual(comparable(stack(ONE)));
});
