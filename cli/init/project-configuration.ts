/**
 * The configuration of a new project: that of the repository, which is rehearsed and tested, with names of the project.
 *
 * Nobody is granted anything by it: its administrators are the group that it makes, with whoever deploys in it. The people of
 * the repository's example stand in comments only.
 *
 * @param app where the commands' package lies in the project
 */
export function projectConfiguration(example: string, name: string, app: string): string {
  return [
    ['$schema=./aks.schema.json', `$schema=${app}/aks.schema.json`],
    ['docs/configuration.md', `${app}/docs/configuration.md`],
    ['displayName: myAKSCluster-admins', `displayName: ${name}-admins`],
    ['name: myAKSCluster\n', `name: ${name}\n`],
    ['resourceGroupName: myResourceGroup', `resourceGroupName: ${name}`],
    [/^access:\n(?:(?:[ #].*)?\n)*?(?=#? *namespaces:)/m, ACCESS],
  ].reduce((text, [from, to]) => replaced(text, from!, to as string), example);
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
  const result = text.replace(from, () => to);
  if (result === text) {
    throw new Error(`aks.yaml has no '${String(from)}', which a new project has in its own words`);
  }
  return result;
}

/** A name that Azure takes for a cluster and its resource group, after a folder. */
export function clusterNameOf(folderName: string): string {
  const name = folderName
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replace(/^-+|-+$/g, '');

  return name === '' ? 'aks' : name;
}
