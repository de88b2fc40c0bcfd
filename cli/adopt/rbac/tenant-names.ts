import { Tenant, TenantUser } from '../../../access/directory/tenant';
import { ClusterObjects } from '../../../access/live/cluster-objects';
import { GraphUser } from '../../azure/graph';
import { directoryNames, Questions } from './directory-names';
import { Names } from './names';

/** The names that a tenant file has; whoever is not in it may be in the directory all the same, so nothing is said of them. */
export async function tenantNames(objects: ClusterObjects, tenant: Tenant): Promise<Names> {
  const { users, groups, servicePrincipals } = tenant;
  const known = new Set(
    [
      ...[...users, ...groups, ...servicePrincipals].map(({ objectId }) => objectId),
      ...users.map(({ userPrincipalName }) => userPrincipalName),
    ].map((name) => name.toLowerCase()),
  );
  const names = await directoryNames(objects, questionsTo(tenant));

  return { of: (subject) => (known.has(subject.name.toLowerCase()) ? names.of(subject) : undefined) };
}

function questionsTo({ users, groups, servicePrincipals }: Tenant): Questions {
  const isId = (id: string) => (one: { readonly objectId: string }) =>
    one.objectId.toLowerCase() === id.toLowerCase();
  const isNamed = (name: string) => (one: { readonly displayName: string }) => one.displayName === name;

  return {
    userNamed: (name) => {
      const user = users.find(
        ({ userPrincipalName }) => userPrincipalName.toLowerCase() === name.toLowerCase(),
      );
      return Promise.resolve(user && asInGraph(user));
    },
    object: (id) => {
      const user = users.find(isId(id));
      const group = groups.find(isId(id));
      const principal = servicePrincipals.find(isId(id));
      return Promise.resolve(
        user
          ? { '@odata.type': '#microsoft.graph.user', ...asInGraph(user) }
          : group
            ? { '@odata.type': '#microsoft.graph.group', id, displayName: group.displayName }
            : principal && {
                '@odata.type': '#microsoft.graph.servicePrincipal',
                id,
                displayName: principal.displayName,
              },
      );
    },
    groupsNamed: (name) =>
      Promise.resolve(
        groups.filter(isNamed(name)).map(({ objectId: id, displayName }) => ({ id, displayName })),
      ),
    servicePrincipalsNamed: (name) =>
      Promise.resolve(
        servicePrincipals.filter(isNamed(name)).map(({ objectId: id, clientId: appId }) => ({ id, appId })),
      ),
  };
}

function asInGraph({ objectId: id, mail, accountEnabled = true, ...user }: TenantUser): GraphUser {
  return { ...user, id, mail: mail ?? null, accountEnabled };
}
