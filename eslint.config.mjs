import js from '@eslint/js';
import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

const BARREL_IMPORT =
  'A provider barrel costs seconds and hundreds of megabytes; import the submodule, such as @cdktf/provider-azurerm/lib/kubernetes-cluster.';

export default tseslint.config(
  {
    ignores: [
      '.bench/',
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
      'node_modules/',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^@cdktf/provider-[a-z]+(/lib(/index)?)?$', message: BARREL_IMPORT }] },
      ],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      eqeqeq: 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportExpression > Literal[value=/^[.]/]',
          message: "import() finds no TypeScript when run from source: use require('./…') as typeof import('./…').",
        },
      ],
    },
  },
  {
    files: ['cli/*/command.ts', 'cli/rehearse/run.ts'],
    rules: { '@typescript-eslint/no-require-imports': ['error', { allow: ['^\\./'] }] },
  },
  {
    // cli/terminal.ts prints, and makes sure that nothing in a text acts upon the terminal.
    files: ['access/**/*.ts', 'app/**/*.ts', 'cli/**/*.ts', 'lib/**/*.ts', 'rehearsal/**/*.ts'],
    rules: { 'no-console': 'error' },
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
        fetch: 'readonly',
        HTMLDetailsElement: 'readonly',
      },
    },
  },
  {
    files: ['bin/*.js'],
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
    files: ['*.js', '*.mjs', 'examples/testing/*.js', 'test/*.mjs', 'tools/packaging/cdktn/*.js'],
    languageOptions: { globals: { module: 'writable', process: 'readonly', require: 'readonly' } },
  },
);
