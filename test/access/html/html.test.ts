import { htmlReport } from '../../../access/html/html';
import { AccessReport } from '../../../access/report/report';
import { visible } from '../../../lib/shared/visible';
import { NASTY_NAMES } from '../../nasty-names';
import { elementsOf, HtmlNode, parsedHtml } from '../../parsed';
import { REPORT } from './sample-report';

const HOSTILE = `<img src=x onerror="alert(1)"></script><script>alert(2)</script>&amp;`;

test('no name can break out of the page, be it shown or part of the data', () => {
  const [subject, ...others] = REPORT.subjects;
  const page = htmlReport({
    ...REPORT,
    cluster: HOSTILE,
    subjects: [{ ...subject!, name: HOSTILE }, ...others],
  });

  expect(page).not.toContain('<img');
  expect(page).not.toContain('<script>alert');
  expect(page.match(/<\/script>/g)).toHaveLength(2);
});

describe('with every text a nasty name', () => {
  const pageWith = (text: string): string => {
    const [subject, ...others] = REPORT.subjects;
    const [binding, ...otherBindings] = REPORT.bindings;
    return htmlReport({
      ...REPORT,
      cluster: text,
      configuration: text,
      namespaces: [text],
      subjects: [
        { ...subject!, name: text, boundAs: text, places: [{ namespace: text, level: 'view', grants: [] }] },
        ...others,
      ],
      bindings: [{ ...binding!, name: text, namespace: text, subjects: [text] }, ...otherBindings],
      roles: [{ id: text, kind: 'Role', name: text, rules: [{ verbs: [text], resources: [text] }] }],
      warnings: [text],
    });
  };
  const names = Object.values(NASTY_NAMES);
  let plain: HtmlNode;
  let pages: ReturnType<typeof parsedHtml>;
  beforeAll(() => {
    [{ tree: plain }, ...pages] = parsedHtml(['plain', ...names].map(pageWith)) as [
      { tree: HtmlNode; errors: string[] },
      ...typeof pages,
    ];
  });

  test('the page has its own elements and attributes and no other', () => {
    const skeleton = (tree: HtmlNode): string[] =>
      elementsOf(tree).map(({ nodeName, attrs = [] }) => [nodeName, ...attrs.map(({ name }) => name)].join());
    const expected = skeleton(plain);

    pages.forEach(({ tree, errors }) => {
      expect(errors).toEqual([]);
      expect(skeleton(tree)).toEqual(expected);
    });
  });

  test('each name stands there as it is, also in attributes and in the data', () => {
    pages.forEach(({ tree }, i) => {
      const elements = elementsOf(tree);
      const attributes = elements.flatMap(({ attrs = [] }) => attrs.map(({ value }) => value));
      const data = elements.find(({ attrs = [] }) => attrs.some(({ value }) => value === 'application/json'));
      const { report } = JSON.parse(data!.childNodes![0]!.value!) as { report: AccessReport };

      expect(elements.filter(({ value }) => value === visible(names[i]!)).length).toBeGreaterThanOrEqual(10);
      expect(attributes).toContain(visible(names[i]!));
      expect(report.cluster).toBe(names[i]);
    });
  });
});

test('a configuration that grants nothing makes a page that says so', () => {
  const page = htmlReport({ ...REPORT, subjects: [], bindings: [], roles: [], namespaces: [] });
  expect(page).toContain('Nobody holds anything.');
});
