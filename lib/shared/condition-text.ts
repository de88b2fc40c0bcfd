const OPENING: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']' };

/** What is wrong with the text of a condition, whatever it means; undefined when nothing is. */
export function conditionProblem(text: string): string | undefined {
  if (text.trim() === '') {
    return 'is blank: leave the condition out, or write one';
  }
  // A quotation mark in a text is escaped with a backslash.
  const withoutTexts = text.replace(/'(\\.|[^'\\])*'/g, '');
  if (withoutTexts.includes("'")) {
    return 'has a quotation mark that is not closed';
  }
  const open: string[] = [];
  for (const [at] of withoutTexts.matchAll(/[(){}[\]]/g)) {
    const closing = OPENING[at];
    if (closing !== undefined) {
      open.push(closing);
    } else if (open.pop() !== at) {
      return `has a '${at}' that nothing opens`;
    }
  }
  const missing = open.pop();
  return missing === undefined ? undefined : `lacks a '${missing}'`;
}
