import { accessDiff } from '../../../access/diff/diff';
import { diffInWords } from '../../../access/diff/words';
import { markdownReport } from '../../../access/report/markdown';
import { markdownList, markdownTable, markdownText } from '../../../access/report/markdown-text';
import { AccessReport } from '../../../access/report/report';
import { visible } from '../../../lib/shared/visible';
import { FORGERY, NASTY_NAMES } from '../../nasty-names';
import { MarkdownNode, nodesOf, parsedMarkdown, readText } from '../../parsed';
import { LITERAL, reportOf } from '../configurations';

const NAMES = Object.values(NASTY_NAMES);

/** Nodes that no name may bring forth. */
const MARKUP =
  /^(html|link|image|linkReference|imageReference|footnote\w*|definition|code|emphasis|strong|delete|thematicBreak|blockquote|break)$/;

function markupIn(tree: MarkdownNode): string[] {
  return nodesOf(tree)
    .filter(({ type, url = '' }) => MARKUP.test(type) && !url.startsWith('mailto:'))
    .map(({ type, value }) => `${type} ${value ?? ''}`);
}

test.each([
  ['a paragraph', (name: string) => markdownText(name)],
  ['the middle of a paragraph', (name: string) => `a ${markdownText(name)} b`],
  ['a heading', (name: string) => `## ${markdownText(name)}`],
  ['a list', (name: string) => markdownList([name])],
  ['the cell of a table', (name: string) => markdownTable(['Head'], [[name]])],
  ['the head of a table', (name: string) => markdownTable([name], [['cell']])],
])('%s shows every name as it is, and nothing in it is markup', (_place, written) => {
  const trees = parsedMarkdown(NAMES.map(written));

  trees.forEach((tree, i) => {
    expect(markupIn(tree)).toEqual([]);
    expect(tree.children).toHaveLength(1);
    // The blanks around what stands in the middle belong to the template.
    expect(readText(tree)).toContain(visible(NAMES[i]!));
  });
});

test('the cells of a table stay where they are', () => {
  const [tree] = parsedMarkdown([
    markdownTable(
      ['Name', 'Other'],
      NAMES.map((name) => [name, 'other']),
    ),
  ]);
  const [, ...rows] = tree!.children![0]!.children!;

  expect(rows.map((row) => row.children!.map(readText))).toEqual(
    NAMES.map((name) => [visible(name), 'other']),
  );
});

test.each([
  'alice@contoso.com',
  "group 'Platform Admins'",
  "get, list deployments.apps 'web'",
  'ClusterRoleBinding aad-edit-0de1b4c2',
  'user_name@contoso.com',
  'can write any right into a cluster role (escalate)',
])('an ordinary name stays as it is: %s', (name) => {
  expect(markdownText(name)).toBe(name);
});

/** A configuration that grants what a nasty name stands in. */
const granting = (name: string): string => `${LITERAL}
roles:
  - name: helper
    rules: [{ verbs: [get], resources: [configmaps], resourceNames: [${JSON.stringify(name)}] }]
access:
  - { name: helpers, clusterRole: helper, users: [bob@contoso.com] }
  - { name: viewers, clusterRole: view, users: [mallory@contoso.com] }
`;

test('a name in a rule hides no grant and forges nothing in the comparison', () => {
  const name = NASTY_NAMES['line breaks that end a list and open a comment']!;
  const text = diffInWords(accessDiff(reportOf(LITERAL), reportOf(granting(name))), 'main');
  const [tree] = parsedMarkdown([text]);
  const [intro, list, ...more] = tree!.children!;

  expect(text.split('\n')).not.toContain(FORGERY);
  expect(readText(intro!)).toBe('Compared with main:');
  expect(more).toEqual([]);
  expect(list!.children!.map(readText)).toEqual([
    `bob@contoso.com gains get configmaps '${visible(name)}' in the whole cluster (ClusterRoleBinding helpers)`,
    'mallory@contoso.com gains view in the whole cluster (ClusterRoleBinding viewers)',
  ]);
});

test('many rights hide none', () => {
  const names = Array.from({ length: 50 }, (_, i) => `{ verbs: [get], resources: [kind${i}.example.com] }`);
  const rules = [...names, '{ verbs: [get], resources: [secrets] }'].join(', ');
  const after = `${LITERAL}
roles: [{ name: helper, rules: [${rules}] }]
access: [{ name: helpers, clusterRole: helper, users: [bob@contoso.com] }]`;
  expect(diffInWords(accessDiff(reportOf(LITERAL), reportOf(after)), 'main')).toContain('secrets');
});

describe('with every text of the report a nasty name', () => {
  const reportWith = (name: string): AccessReport => ({
    cluster: name,
    configuration: name,
    tenant: name,
    namespaces: [name],
    subjects: [
      {
        kind: 'group',
        name,
        boundAs: name,
        ways: [
          {
            to: 'cluster-admin',
            steps: [{ technique: name, can: name, by: [name], gets: name }],
            text: name,
          },
        ],
        places: [{ namespace: name, level: 'custom', grants: [{ binding: name, as: name }] }],
      },
    ],
    bindings: [{ id: name, kind: 'RoleBinding', name, namespace: name, role: name, subjects: [name] }],
    roles: [
      {
        id: name,
        kind: 'Role',
        name,
        namespace: name,
        rules: [
          { verbs: [name], apiGroups: [name], resources: [name], resourceNames: [name] },
          { verbs: [name], nonResourceURLs: [name] },
        ],
      },
    ],
    warnings: [name],
  });
  const nobody = (report: AccessReport): AccessReport => ({
    ...report,
    subjects: [],
    bindings: [],
    roles: [],
  });

  test('the report has its own parts and no other', () => {
    const trees = parsedMarkdown(NAMES.map((name) => markdownReport(reportWith(name))));
    const parts = (tree: MarkdownNode): string[] => tree.children!.map(({ type }) => type);

    trees.forEach((tree, i) => {
      expect(parts(tree)).toEqual([
        ...['heading', 'paragraph', 'heading', 'list', 'heading', 'table'],
        ...['html', 'table', 'html', 'html', 'list', 'html'],
      ]);
      expect(readText(tree.children![3]!)).toBe(visible(NAMES[i]!));
    });
  });

  test('the comparison is one list', () => {
    const trees = parsedMarkdown(
      NAMES.map((name) => diffInWords(accessDiff(nobody(reportWith(name)), reportWith(name)), name)),
    );
    trees.forEach((tree) => {
      expect(tree.children!.map(({ type }) => type)).toEqual(['paragraph', 'list']);
      expect(tree.children![1]!.children).toHaveLength(2);
      expect(markupIn(tree)).toEqual([]);
    });
  });
});
