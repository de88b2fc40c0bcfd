const RELATIVE_IMPORT = {
  'ImportExpression > Literal[value=/^[.]/]':
    "import() finds no TypeScript when run from source: use require('./…') as typeof import('./…').",
};

const NO_GROUPS = 'There are no process groups on Windows: use rehearsal/processes.ts.';
const NO_PATH = 'Windows has no such path: use node:os and node:path.';

/** What Windows does not have, or has otherwise; docs/platforms.md says what runs where. */
const ONLY_UNIX = {
  'CallExpression[callee.property.name="kill"] UnaryExpression[operator="-"]': NO_GROUPS,
  'CallExpression[callee.name="signal"] UnaryExpression[operator="-"]': NO_GROUPS,
  'Property[key.name="detached"] > Literal[value=true]':
    'On Windows this is a console of its own: use OWN_GROUP of rehearsal/processes.ts.',
  'Literal[value=/^\\u002f(bin|dev|etc|opt|proc|tmp|usr|var)\\u002f/]': NO_PATH,
  'TemplateElement[value.raw=/^\\u002f(bin|dev|etc|opt|proc|tmp|usr|var)\\u002f/]': NO_PATH,
  'CallExpression[callee.name=/^(spawn|spawnSync|exec|execSync|execFile|execFileSync|runCommand)$/] > Literal.arguments:first-child[value=/^(sh|bash|ps|id|ls|cp|mv|rm|kill|sleep|true|which|npm|npx)$/]':
    'Windows has no such program, or has it as a script that cannot be started like this.',
};

/** A rule that reports what a selector finds, with the message beside it. */
function withoutSyntax(messages) {
  const visitors = (context) =>
    Object.entries(messages).map(([selector, message]) => [
      selector,
      (node) => context.report({ node, message }),
    ]);
  return { create: (context) => Object.fromEntries(visitors(context)) };
}

/** Rules of this project for oxlint. */
export default {
  meta: { name: 'syntax' },
  rules: { 'relative-import': withoutSyntax(RELATIVE_IMPORT), 'only-unix': withoutSyntax(ONLY_UNIX) },
};
