import js from '@eslint/js';
import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

const BARREL_IMPORT =
  'A provider barrel costs seconds and hundreds of megabytes; import the submodule, such as @cdktf/provider-azurerm/lib/kubernetes-cluster.';

const RELATIVE_IMPORT = {
  selector: 'ImportExpression > Literal[value=/^[.]/]',
  message: "import() finds no TypeScript when run from source: use require('./…') as typeof import('./…').",
};

/** What Windows does not have, or has otherwise; docs/platforms.md says what runs where. */
const ONLY_UNIX = [
  [
    'CallExpression[callee.property.name="kill"] UnaryExpression[operator="-"]',
    'There are no process groups on Windows: use rehearsal/processes.ts.',
  ],
  [
    'CallExpression[callee.name="signal"] UnaryExpression[operator="-"]',
    'There are no process groups on Windows: use rehearsal/processes.ts.',
  ],
  [
    'Property[key.name="detached"] > Literal[value=true]',
    'On Windows this is a console of its own: use OWN_GROUP of rehearsal/processes.ts.',
  ],
  [
    'Literal[value=/^\\u002f(bin|dev|etc|opt|proc|tmp|usr|var)\\u002f/]',
    'Windows has no such path: use node:os and node:path.',
  ],
  [
    'TemplateElement[value.raw=/^\\u002f(bin|dev|etc|opt|proc|tmp|usr|var)\\u002f/]',
    'Windows has no such path: use node:os and node:path.',
  ],
  [
    'CallExpression[callee.name=/^(spawn|spawnSync|exec|execSync|execFile|execFileSync|runCommand)$/] > Literal.arguments:first-child[value=/^(sh|bash|ps|id|ls|cp|mv|rm|kill|sleep|true|which|npm|npx)$/]',
    'Windows has no such program, or has it as a script that cannot be started like this.',
  ],
].map(([selector, message]) => ({ selector, message }));

export default tseslint.config(
  {
    ignores: [
      '.bench/',
      '.mutation/',
      '**/.gen/',
      '**/.rehearsal/',
      '.venv/',
      'cdktf.out/',
      'dist/',
      'dist-app/',
      'dist-cdktn/',
      'dist-cdktn-app/',
      'examples/generated-bindings/',
      // Of the package for CDK Terrain, whose bindings are not installed here.
      'lib/private/bindings.cdktn.ts',
      'dist-release/',
      'dist-site/',
      'tools/site/.vitepress/cache/',
      'node_modules/',
    ],
  },
  js.configs.recommended,
  // What needs types is checked by oxlint, with .oxlintrc.json.
  ...tseslint.configs.recommended.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^@cdktf/provider-[a-z]+(/lib(/index)?)?$', message: BARREL_IMPORT }] },
      ],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', RELATIVE_IMPORT],
    },
  },
  {
    files: ['cli/*/command.ts', 'cli/rehearse/run.ts', 'rehearsal/cdktf-app.ts'],
    rules: { '@typescript-eslint/no-require-imports': ['error', { allow: ['^\\./'] }] },
  },
  {
    // cli/terminal.ts prints, and makes sure that nothing in a text acts upon the terminal.
    files: ['access/**/*.ts', 'app/**/*.ts', 'cli/**/*.ts', 'lib/**/*.ts', 'rehearsal/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: [
      ...['access/**/*.ts', 'app/**/*.ts', 'bin/*.js', 'cli/**/*.ts', 'lib/**/*.ts', 'main.ts'],
      ...['rehearsal/**/*.ts', 'rehearsal/**/*.js'],
    ],
    rules: { 'no-restricted-syntax': ['error', RELATIVE_IMPORT, ...ONLY_UNIX] },
  },
  {
    files: ['test/**/*.ts'],
    ...jest.configs['flat/recommended'],
    rules: {
      ...jest.configs['flat/recommended'].rules,
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*'] }],
    },
  },
  {
    files: ['access/html/*.js', 'cli/dev/page/*.js'],
    languageOptions: {
      sourceType: 'script',
      globals: {
        document: 'readonly',
        window: 'readonly',
        location: 'readonly',
        Event: 'readonly',
        EventSource: 'readonly',
        URLSearchParams: 'readonly',
        fetch: 'readonly',
        HTMLDetailsElement: 'readonly',
      },
    },
  },
  {
    files: ['bin/*.js', 'rehearsal/**/*.js'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { __dirname: 'readonly', console: 'readonly', process: 'readonly', require: 'readonly' },
    },
  },
  {
    files: ['tools/bench/*.js', 'tools/bench/apps/*.js'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { performance: 'readonly', process: 'readonly' },
    },
  },
  {
    files: [
      '*.js',
      '*.mjs',
      'examples/testing/*.js',
      'test/*.mjs',
      'tools/packaging/cdktn/*.js',
      'tools/conformance/jest.config.js',
      'tools/mutation/*.js',
    ],
    languageOptions: {
      globals: { __dirname: 'readonly', module: 'writable', process: 'readonly', require: 'readonly' },
    },
  },
);
