/** Texts that cdktf or Terraform would put something else in the place of; there are no tokens of such high numbers. */
export const REFERENCES: readonly string[] = [
  '${TfToken[TOKEN.999999999]}',
  '#{TfToken[TOKEN.0]}',
  '#{TfToken[TOKEN.999999999]}',
  '&{TfToken[TOKEN.0]}',
  'a-8.371160993642712e+298',
  '-1.9490628022799994e289',
  'String Map Token Value',
  '${file("/etc/passwd")}',
  '$${var.secret}',
  '50%{off}',
  '%{ if true }x%{ endif }',
];

/** Keys that JavaScript has a meaning of its own for. */
export const KEYS_OF_JAVASCRIPT: readonly string[] = [
  '__proto__',
  'constructor',
  'hasownproperty',
  'hasOwnProperty',
  'toString',
  'tostring',
  'valueOf',
  'valueof',
  'prototype',
];

/** What in Terraform JSON is evaluated: the beginnings of all expressions and directives, which are not escaped. */
export function evaluatedIn(json: string): string[] {
  return [...json.matchAll(/(?<![$%])[$%]\{[^}]*\}?/g)].map(([text]) => text);
}
