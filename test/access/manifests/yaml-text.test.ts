import { Document, parse, parseDocument } from 'yaml';
import { documentText, yamlComment, yamlText } from '../../../access/manifests/yaml-text';
import { hasUnseen } from '../../../lib/shared/visible';
import { NASTY_NAMES } from '../../nasty-names';

const NAMES = Object.values(NASTY_NAMES);

/** As values and as keys, alone and in lists. */
const CONTENT = { name: 'plain', list: NAMES, map: Object.fromEntries(NAMES.map((name) => [name, name])) };

/** Without what an assignment would take for a prototype. */
const pairs = (content: unknown): unknown => (content as Map<string, unknown>).get('map');

test.each(['1.1', '1.2'] as const)('every name is the same text to a reader of YAML %s', (version) => {
  const text = yamlText(
    new Map(Object.entries({ ...CONTENT, map: new Map(NAMES.map((name) => [name, name])) })),
  );
  const content: unknown = parse(text, { version, mapAsMap: true, strict: true });

  expect((content as Map<string, unknown>).get('list')).toEqual(NAMES);
  expect([...(pairs(content) as Map<string, string>)]).toEqual(NAMES.map((name) => [name, name]));
  expect(hasUnseen(text)).toBe(false);
});

test.each(['e1', 'E+5', 'e-10', 'shop\tweb'])('%j stands in quotes', (name) => {
  expect(yamlText({ [name]: [name] })).toBe(`${JSON.stringify(name)}:\n  - ${JSON.stringify(name)}\n`);
});

test('no comment ends before its line does', () => {
  NAMES.forEach((name) => {
    const document = new Document({ key: 'value' });
    document.commentBefore = yamlComment(name).replace(/^#/gm, '');
    for (const text of [documentText(document), `${yamlComment(name)}\nkey: value\n`]) {
      expect(hasUnseen(text)).toBe(false);
      expect(parseDocument(text, { version: '1.1' }).toJS()).toEqual({ key: 'value' });
    }
  });
});
