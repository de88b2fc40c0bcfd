import { describeBinding } from '../cluster-access';
import { isDefaultBinding } from '../rbac/default-roles';
import { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from '../rbac/objects';
import { ClusterCheck, Found, RuleOf, Verdict } from './cluster-check';

/** Bindings name groups and service accounts. */
export function grantsToGroups(rule: RuleOf<'grantsToGroups'>, check: ClusterCheck): Verdict {
  const { names, pointless } = check.namespaces(rule.namespaces);
  const { access } = check.configured;
  const isMeant = (binding: RoleBinding | ClusterRoleBinding): boolean =>
    !isDefaultBinding(binding) &&
    (binding.kind === 'RoleBinding'
      ? names.includes(binding.metadata.namespace)
      : rule.namespaces === undefined);

  const findings = access.bindings.filter(isMeant).flatMap((binding) =>
    binding.subjects
      .filter(({ kind }) => kind === 'User')
      .map((subject): Found => {
        const place = check.places.ofGrant(binding, subject);
        const identity = check.everybody.find('users', subject.name);
        return {
          text: `${describeBinding(binding)} is for ${access.describeSubject(subject)}, not for a group`,
          chain: [`it grants ${binding.roleRef.kind} ${binding.roleRef.name}`],
          ...(identity && { identity }),
          ...(binding.kind === 'RoleBinding' && { namespace: binding.metadata.namespace }),
          binding: binding.metadata.name,
          role: binding.roleRef.name,
          ...(place && { place }),
        };
      }),
  );
  return { findings, ...(pointless !== undefined && { pointless }) };
}

/** In each namespace somebody holds admin by a binding there. */
export function namespaceAdmins(rule: RuleOf<'namespaceAdmins'>, check: ClusterCheck): Verdict {
  const { namespaces: created } = check.configured;
  const own = new Set([
    ...check.config.namespaces.map(({ name }) => name),
    ...created.map(({ name }) => name),
    ...check.boundIn.keys(),
  ]);
  const { names, pointless } = check.namespaces(
    rule.namespaces,
    rule.namespaces === undefined ? own : undefined,
  );
  const findings = names
    .filter((name) => !check.namespacesWithAdmin.has(name))
    .map((namespace): Found => {
      const place = check.places.ofNamespace(namespace);
      const granted = (check.boundIn.get(namespace) ?? []).map(
        (binding) => `${describeBinding(binding)} grants ${binding.roleRef.kind} ${binding.roleRef.name}`,
      );
      return {
        text: `nobody holds admin in namespace '${namespace}' by a binding there`,
        chain: granted,
        namespace,
        ...(place && { place }),
      };
    });
  return { findings, ...(pointless !== undefined && { pointless }) };
}

/** No role of the configuration allows every verb. */
export function noWildcardVerbs(rule: RuleOf<'noWildcardVerbs'>, check: ClusterCheck): Verdict {
  const { names, pointless } = check.namespaces(rule.namespaces);
  const { roles, clusterRoles } = check.configured.objects;
  const meant: (Role | ClusterRole)[] = [
    ...(rule.namespaces === undefined ? clusterRoles : []),
    ...roles.filter(({ metadata }) => names.includes(metadata.namespace)),
  ];
  const findings = meant
    .filter((role) => check.rulesOf(role).some(({ verbs }) => verbs.includes('*')))
    .map((role): Found => {
      const namespace = role.kind === 'Role' ? role.metadata.namespace : undefined;
      const { name } = role.metadata;
      const place = check.places.ofVerb(role.kind, name, namespace, '*');
      const where = namespace === undefined ? '' : ` in namespace '${namespace}'`;
      return {
        text: `${role.kind} '${name}'${where} allows every verb`,
        chain: boundBy(role, check),
        ...(namespace !== undefined && { namespace }),
        role: name,
        ...(place && { place }),
      };
    });
  return { findings, ...(pointless !== undefined && { pointless }) };
}

function boundBy(role: Role | ClusterRole, { configured: { access } }: ClusterCheck): string[] {
  return access.bindings
    .filter(
      (binding) =>
        binding.roleRef.kind === role.kind &&
        binding.roleRef.name === role.metadata.name &&
        (role.kind === 'ClusterRole' ||
          (binding.kind === 'RoleBinding' && binding.metadata.namespace === role.metadata.namespace)),
    )
    .map(
      (binding) =>
        `${describeBinding(binding)} grants it to ${binding.subjects.map((one) => access.describeSubject(one)).join(', ')}`,
    );
}
