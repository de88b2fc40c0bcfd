import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultSettings, projectConfiguration, ProjectSettings } from './project-configuration';
import { pullRequestWorkflow } from './workflow';
import {
  CDKTN_VERSIONS,
  Framework,
  inWordsOfCdktn,
  nameInCdktn,
  NODE_OF_CDKTN,
  ownFramework,
  ownPackages,
} from '../frameworks';
import { markdownText } from '../../access/report/markdown-text';

/** Where this package, or the checkout, has the files that a new project begins with. */
const ROOT = join(__dirname, '..', '..');

/** By this name cdktf-cli looks for node-pty: a build of it that has binaries for every version of Node.js takes its place. */
const TERMINAL = '@cdktf/node-pty-prebuilt-multiarch';

/** What a project of cdktf needs of npm. */
const DEPENDENCIES = [
  TERMINAL,
  '@cdktf/provider-azuread',
  '@cdktf/provider-azurerm',
  '@cdktf/provider-kubernetes',
  '@types/node',
  'cdktf',
  ...ownPackages('cdktf'),
  'cdktf-cli',
  'constructs',
  'tsx',
  'typescript',
];

/** Those that a project has as scripts of npm. */
const COMMANDS = ['dev', 'rehearse', 'access', 'manifests', 'doctor', 'adopt', 'workspaces', 'tenant'];

/** Packages among these that would compile or download something when installed; they work without. */
const NO_SCRIPTS = ['esbuild', 'protobufjs'];

interface PackageJson {
  readonly version: string;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Version of this package. */
export function ownVersion(): string {
  return (JSON.parse(shipped('package.json')) as PackageJson).version;
}

/**
 * The files of a new project: path within it to text.
 *
 * The packages of this repository come from the registry, unless `tarballs` says for each where it lies.
 */
export function projectFiles(
  folderName: string,
  framework: Framework = ownFramework(),
  tarballs: Readonly<Record<string, string>> = {},
  settings: ProjectSettings = defaultSettings(folderName),
): Readonly<Record<string, string>> {
  const [, app] = ownPackages(framework);
  const settled = framework === 'cdktn' ? inWordsOfCdktn : (text: string): string => text;
  return {
    'package.json': json(packageJson(folderName, framework, tarballs)),
    'cdktf.json': json(CDKTF_JSON()),
    'tsconfig.json': json(TSCONFIG),
    'main.ts': shipped('main.ts')
      .replace(/'cdkt[fn]'/, `'${framework}'`)
      .replace("'./app'", `'${app}'`),
    'aks.yaml': projectConfiguration(shipped('aks.yaml'), settings, `./node_modules/${app}`),
    '.gitignore': GITIGNORE,
    '.github/workflows/access.yml': settled(
      pullRequestWorkflow(shipped('examples/pipelines/github/plan.yml')),
    ),
    'README.md': readme(folderName, framework),
  };
}

/** Versions are those that this version of the app was tested with. */
function packageJson(
  folderName: string,
  framework: Framework,
  tarballs: Readonly<Record<string, string>>,
): object {
  const { version, devDependencies } = JSON.parse(shipped('package.json')) as PackageJson;
  const isCdktn = framework === 'cdktn';
  const [library, app] = ownPackages(framework);
  const versionOf = (name: string): string =>
    [library, app].includes(name)
      ? (tarballs[name] ?? version)
      : ((isCdktn ? CDKTN_VERSIONS[name] : undefined) ?? devDependencies[name]!);
  // Nothing but the command line of cdktf needs a terminal.
  const dependencies = isCdktn
    ? DEPENDENCIES.filter((name) => name !== TERMINAL).map(nameInCdktn)
    : DEPENDENCIES;

  return {
    name: packageName(folderName),
    private: true,
    ...(isCdktn && { engines: { node: `>=${NODE_OF_CDKTN}` } }),
    scripts: {
      start: `${library} rehearse`,
      ...Object.fromEntries(COMMANDS.map((command) => [command, `${library} ${command}`])),
      synth: `${framework} synth`,
      deploy: `${library} deploy --`,
      typecheck: 'tsc --noEmit',
    },
    // In the order in which npm writes it.
    dependencies: Object.fromEntries(dependencies.sort().map((name) => [name, versionOf(name)])),
    // cdktf-cli asks for an older build, which would be installed as well.
    ...(!isCdktn && { overrides: { [TERMINAL]: `$${TERMINAL}` } }),
    allowScripts: Object.fromEntries(NO_SCRIPTS.map((name) => [name, false])),
  };
}

/** A name that npm takes: nothing else hangs on it, as the package is private. */
function packageName(folderName: string): string {
  const name = folderName
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|[-]+$/g, '')
    .slice(0, 100);

  // npm installs no package as a dependency of itself, and keeps two names for its own use.
  const taken = [...DEPENDENCIES, ...DEPENDENCIES.map(nameInCdktn), 'node_modules', 'favicon.ico'];
  return name === '' || taken.includes(name) ? 'aks-clusters' : name;
}

const CDKTF_JSON = (): object => ({
  language: 'typescript',
  app: 'node -r tsx/cjs main.ts',
  projectId: randomUUID(),
  sendCrashReports: 'false',
  codeMakerOutput: '.gen',
  terraformProviders: [],
  terraformModules: [],
});

const TSCONFIG = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2022'],
    module: 'node16',
    moduleResolution: 'node16',
    types: ['node'],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['*.ts'],
};

const GITIGNORE = `/.gen/
/.rehearsal/
/access-report/
/cdktf.out/
node_modules/
*.tfstate
*.tfstate.*
cdktf.log
`;

function readme(folderName: string, framework: Framework): string {
  const docs = `node_modules/${ownPackages(framework)[1]}/docs`;
  // Deploying needs it, and one version for both is simpler.
  const node = framework === 'cdktn' ? `Node.js ${NODE_OF_CDKTN} or later, and ` : '';
  return `# ${markdownText(folderName)}

An AKS cluster with Azure AD sign-in and Kubernetes RBAC. [\`aks.yaml\`](aks.yaml) says what there is and who may do what;
every key is explained in \`${docs}/configuration.md\`, everything else beside it, in \`docs/README.md\`.

\`\`\`console
npm install
npm start                             # rehearse: real Terraform, stand-ins for Azure AD, Azure and Kubernetes
npm run dev                           # problems, access and the plan, in a page that follows what you save
npm run access                        # who may do what, as a page
npm run deploy                        # for real, after az login and export ARM_SUBSCRIPTION_ID=…
npm run doctor -- alice@contoso.com   # why an account of yours cannot get in
npm run tenant -- pull                # your own people into tenant.yaml, which all of these and the workflow then know
\`\`\`

Who deploys first becomes the owner and the only member of the administrators' group. Before a pipeline or a colleague deploys, name all
who do under \`deployers\` in \`aks.yaml\`; everybody else is added under \`access\`. Commit \`package-lock.json\`, which \`npm install\` writes: the workflow for pull requests installs by it.

The rehearsal needs ${node}Terraform 1.5 or later on the \`PATH\`. State is kept in local files until \`state\` in \`aks.yaml\` names a
backend: do that before anything real is deployed.
`;
}

/** The text of a file that comes with this package. */
export function shipped(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

function json(content: object): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}
