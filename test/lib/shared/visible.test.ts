import { hasUnseen, visible, visibleLines } from '../../../lib/shared/visible';
import { NASTY_NAMES } from '../../nasty-names';

const NAMES = Object.values(NASTY_NAMES);

/** By number, so as not to ask the expression that is tested: what a terminal acts upon, or shows nothing of. */
const ACTED_UPON = [
  ...Array.from({ length: 0x20 }, (_, code) => code),
  ...Array.from({ length: 0x21 }, (_, code) => 0x7f + code),
  ...[0xad, 0x34f, 0x61c, 0x115f, 0x17b4, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029],
  ...[0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0x3164, 0xfe0f, 0xfeff],
  ...[0xfff9, 0xffa0, 0xd83d, 0xdc69, 0xe0001, 0xe0041, 0xe0100],
];

test.each(ACTED_UPON.map((code) => [code.toString(16), String.fromCodePoint(code)]))(
  '%s is seen',
  (code, text) => {
    expect(visible(`a${text}b`)).toMatch(new RegExp(`^a\\\\(u|U0*)0*${code}b$`));
  },
);

test('what is seen stays as it is, whatever the script', () => {
  const text = 'O\'Brien "x" <b> Ünïcödé Δ 部署 שלום مرحبا हिन्दी 🙂 \\ ~ % &';
  expect(visible(text)).toBe(text);
});

test('lines stay lines where there are several', () => {
  expect(visibleLines('a\n\tb\r\u001bc')).toBe('a\n\tb\\u000d\\u001bc');
  expect(NAMES.filter((name) => hasUnseen(visibleLines(name)))).toEqual([]);
});

test('what has been made visible is not changed again', () => {
  expect(NAMES.map(visible).map(visible)).toEqual(NAMES.map(visible));
});
