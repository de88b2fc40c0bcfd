import { stringify } from 'yaml';
import { UUID } from '../../app/config/schema/fields';

/** What is different from one project to the next. */
export interface ProjectSettings {
  /** Of the cluster, and of its resource group. */
  readonly name: string;

  /** Azure region. */
  readonly location: string;

  /** User principal names, and object IDs of groups; none for whoever deploys first. */
  readonly administrators: readonly string[];
}

/**
 * The configuration of a new project: that of the repository, which is rehearsed and tested, with names of the project.
 *
 * Nobody is granted anything by it but its administrators: who is named, else the group that it makes, with whoever deploys in
 * it. The people of the repository's example stand in comments only.
 *
 * @param app where the commands' package lies in the project
 */
export function projectConfiguration(example: string, settings: ProjectSettings, app: string): string {
  const { name, location, administrators } = settings;
  const groups = administrators.filter((one) => UUID.test(one));
  const users = administrators.filter((one) => !UUID.test(one));

  return [
    ['$schema=./aks.schema.json', `$schema=${app}/aks.schema.json`],
    ['docs/configuration.md', `${app}/docs/configuration.md`],
    [/(?<= {2}adminGroup:\n {4}displayName: myAKSCluster-admins\n)/, groupsKey(groups)],
    ['displayName: myAKSCluster-admins', `displayName: ${yamlText(`${name}-admins`)}`],
    ['name: myAKSCluster\n', `name: ${yamlText(name)}\n`],
    ['resourceGroupName: myResourceGroup', `resourceGroupName: ${yamlText(name)}`],
    ['location: eastus', `location: ${yamlText(location)}`],
    [DEPLOYERS, users.length === 0 ? undefined : deployersKey(users)],
    [/^access:\n(?:(?:[ #].*)?\n)*?(?=#? *namespaces:)/m, ACCESS],
  ].reduce((text, [from, to]) => (to === undefined ? text : replaced(text, from!, to as string)), example);
}

/** The comment about deployers, behind its first line. */
const DEPLOYERS = /(?<=^# Before a second account deploys: .*\n)(?:# .*\n)+/m;

/** Administrators who are named deploy, too: they are members of the group that is made. */
function deployersKey(users: readonly string[]): string {
  return `deployers:\n  users: ${yamlList(users)}\n  # servicePrincipals: [production-deploy]\n`;
}

function groupsKey(groups: readonly string[]): string | undefined {
  return groups.length === 0 ? undefined : `  adminGroupObjectIds: ${yamlList(groups)}\n`;
}

/** In quotes where YAML would take it for something else, as it does `2024`, `1e3`, `null` and, in older versions, `yes`. */
function yamlText(text: string): string {
  return stringify(text, { compat: 'yaml-1.1', lineWidth: 0 }).trimEnd();
}

function yamlList(texts: readonly string[]): string {
  const options = {
    collectionStyle: 'flow',
    compat: 'yaml-1.1',
    flowCollectionPadding: false,
    lineWidth: 0,
  } as const;
  return stringify(texts, options).trimEnd();
}

const ACCESS = `# Who else may do what: people and groups of your own directory. Then run 'npm run access'.
# access:
#   - clusterRole: edit
#     namespace: shop
#     users: [alice@contoso.com]
#     guests: [carol@fabrikam.com]
#     groups: [shop-developers] # by name or object ID
`;

function replaced(text: string, from: string | RegExp, to: string): string {
  if (!(typeof from === 'string' ? text.includes(from) : from.test(text))) {
    throw new Error(`aks.yaml has no '${String(from)}', which a new project has in its own words`);
  }
  return text.replace(from, () => to);
}

/** What follows from the folder, where nobody says anything else. */
export function defaultSettings(folderName: string): ProjectSettings {
  return { name: clusterNameOf(folderName), location: 'eastus', administrators: [] };
}

/** A name that Azure takes for a cluster and its resource group, after a folder. */
function clusterNameOf(folderName: string): string {
  const name = folderName
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replace(/^-+|-+$/g, '');

  return name === '' ? 'aks' : name;
}
