import { Manifest } from '../../../access/manifests/manifests';
import { fileNames } from '../../../cli/manifests/file-names';
import { NASTY_NAMES } from '../../nasty-names';

const role = (name: string, namespace?: string): Manifest => ({
  kind: 'RoleBinding',
  metadata: { name, ...(namespace !== undefined && { namespace }) },
});

test('ordinary names are told by the file', () => {
  expect(fileNames([role('developers', 'shop'), { kind: 'ClusterRole', metadata: { name: 'a:b' } }])).toEqual(
    ['role-binding-shop-developers.yaml', 'cluster-role-a%3Ab.yaml'],
  );
});

test('every name is a file of the folder, and no two are the same', () => {
  const objects = [
    ...Object.values(NASTY_NAMES).map((name) => role(name, 'shop')),
    ...[role('../../x', 'shop'), role('b-c', 'a'), role('c', 'a-b'), role('B-c', 'a')],
    ...[role(`${'x'.repeat(250)}1`, 'shop'), role(`${'x'.repeat(250)}2`, 'shop')],
  ];
  const names = fileNames(objects);

  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(objects.length);
  expect(names.filter((name) => !/^[\w.!~*'()%-]{1,255}$/.test(name))).toEqual([]);
});
