import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isScalar, parseDocument, visit } from 'yaml';

/** Files of one format, and the published schema that they must fit. */
export interface Format {
  /** Name of a schema that check-jsonschema brings along. */
  readonly schema: string;

  readonly options: readonly string[];
  readonly files: readonly string[];

  /** A file of the format with a mistake that the schema must find. */
  readonly mistake: string;

  /** What is checked in place of the text of a file. */
  readonly prepare: (text: string) => string;
}

const asItIs = (text: string): string => text;

export const FORMATS: readonly Format[] = [
  {
    schema: 'vendor.azure-pipelines',
    // The schema has regular expressions that only the older dialect allows.
    options: ['--data-transform', 'azure-pipelines', '--regex-variant', 'nonunicode'],
    files: yamlIn('examples/pipelines/azure-devops'),
    mistake: 'steps:\n  - task: AzureCLI@2\n    inptus:\n      scriptType: bash\n',
    prepare: withPlainNames,
  },
  {
    schema: 'vendor.github-workflows',
    options: [],
    files: [
      ...yamlIn('.github/workflows'),
      ...yamlIn('examples/pipelines/github'),
      ...yamlIn('examples/pipelines/hcp-terraform'),
    ],
    mistake: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    stpes:\n      - run: make\n',
    prepare: asItIs,
  },
  {
    schema: 'vendor.github-issue-forms',
    options: [],
    files: yamlIn('.github/ISSUE_TEMPLATE').filter((file) => !file.endsWith('config.yml')),
    mistake: 'name: Bug\ndescription: Something is wrong.\nbody:\n  - type: textfield\n',
    prepare: asItIs,
  },
  {
    schema: 'vendor.dependabot',
    options: [],
    files: ['.github/dependabot.yml'],
    mistake:
      'version: 2\nupdates:\n  - package-ecosystem: npn\n    directory: /\n    schedule:\n      interval: weekly\n',
    prepare: asItIs,
  },
];

/** YAML files of a folder of the repository. */
export function yamlIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yml'))
    .sort()
    .map((name) => join(folder, name));
}

/** Names of jobs and stages that Azure DevOps computes, where the schema only knows literal ones. */
function withPlainNames(text: string): string {
  const document = parseDocument(text);

  visit(document, {
    Map(_, map) {
      for (const { key, value } of isMap(map) ? map.items : []) {
        const isName = isScalar(key) && ['job', 'stage', 'deployment'].includes(String(key.value));
        if (isName && isScalar(value) && typeof value.value === 'string') {
          value.value = value.value.replace(/\$\{\{.*?\}\}/g, 'x');
        }
      }
    },
  });
  return document.toString();
}
