import { problemsOf } from '../config-file';

/** A configuration with a value in place of `%`, and what forms of the value are taken and refused. */
export type Row = [content: string, rule: string, good: string[], bad: string[]];

/** Tests that each value is taken, or refused by its rule. */
export function testForms(rows: readonly Row[]): void {
  test.each(rows)('%s: %s', (content, rule, good, bad) => {
    const told = (value: string): string[] => problemsOf(content.replace('%', JSON.stringify(value)));

    for (const value of good) {
      expect([value, told(value).filter((problem) => problem.includes(rule))]).toEqual([value, []]);
    }
    for (const value of bad) {
      expect([value, told(value)]).toEqual([value, expect.arrayContaining([expect.stringContaining(rule)])]);
    }
  });
}
