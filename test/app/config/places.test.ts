import { loadConfig } from '../../../app/config';
import { load, loadApp, MINIMAL, problemsOf, writeConfig } from './config-file';

const GRANTS = `${MINIMAL}namespaces: [{ name: one, labels: { team: web } }, { name: two, labels: { team: web } }]
access:
  - { clusterRole: edit, namespaces: [one, two], groups: [writers] }
  - { clusterRole: view, groups: [readers, guests] }
azureRoles:
  - { role: RbacReader, namespaceSelector: { matchLabels: { team: web } }, groups: [readers] }
  - { role: ClusterUser, groups: [readers] }
`;

describe('the place of a value', () => {
  const place = (...path: (string | number)[]): string => {
    const { line, column, key } = load(GRANTS).placeOf(path);
    return `${line}:${column} ${key}`;
  };

  test.each([
    [['aad'], '1:1 aad'],
    [['aad', 'azureRbac'], '3:14 aad.azureRbac'],
    [['cluster', 'name'], '5:9 cluster.name'],
    [['cluster', 'nodePools', 0, 'name'], '4:1 cluster.nodePools[0].name'],
    [['namespaces', 1, 'labels', 'team'], '8:81 namespaces[1].labels.team'],
  ])('is where it is written, or where it would be: %j', (path, expected) => {
    expect(place(...path)).toBe(expected);
  });

  test.each([
    [['access', 0], '10:5 access[0]'],
    [['access', 1, 'namespaces'], '10:38 access[0].namespaces'],
    [['access', 2, 'groups', 1], '11:44 access[1].groups[1]'],
    [['azureRoles', 0, 'groups'], '13:84 azureRoles[0].groups'],
    [['azureRoles', 1, 'groups'], '13:84 azureRoles[0].groups'],
    [['azureRoles', 2, 'role'], '14:13 azureRoles[1].role'],
    [['access'], '9:1 access'],
  ])('of a grant is that of its entry, in however many namespaces it is: %j', (path, expected) => {
    expect(place(...path)).toBe(expected);
  });

  test('of a grant that is not there is the list', () => {
    expect(place('access', 7, 'groups')).toBe('9:1 access[7].groups');
  });
});

test('a grant is called as its entry is, in each namespace', () => {
  expect(load(GRANTS).writtenKeys).toEqual({
    namespaces: ['namespaces[0]', 'namespaces[1]'],
    roles: [],
    access: ['access[0]', 'access[0]', 'access[1]'],
    azureRoles: ['azureRoles[0]', 'azureRoles[0]', 'azureRoles[1]'],
  });
});

test('a key that two clusters have is told where the second is written', () => {
  const shared = 'aad: { azureRbac: true }\ncluster: { location: eastus, resourceGroupName: "{key}" }\n';

  expect(problemsOf(`${shared}clusters: [{ name: a, key: weu }, { name: b, key: weu }]\n`)).toContain(
    "aks.yaml:3:51 clusters[1].key: 'weu' is also the key of clusters[0], and part of the IDs of its stacks: set 'key' to another word",
  );
});

test('files are named where they come from the file system', () => {
  const file = writeConfig(MINIMAL);

  expect(loadConfig(file, {}).files).toEqual([file]);
  expect(loadConfig('elsewhere.yaml', {}, () => Buffer.from(MINIMAL)).files).toEqual([]);
});

test('only states in a folder have one', () => {
  expect(loadApp(`${MINIMAL}state: { backend: gcs, bucket: contoso-state }\n`).state).toEqual({
    backend: 'gcs',
    bucket: 'contoso-state',
    prefix: 'aks',
  });
});
