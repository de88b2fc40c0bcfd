import { RbacRule } from '../../../lib/rbac-rule';
import { AGGREGATED_ROLES } from '../../../lib/shared/built-in-resources';
import { isInEveryCluster } from '../../../lib/shared/default-objects';
import { OBJECT_NAME } from '../../../lib/shared/kubernetes-names';
import { namespaceLabelProblem } from '../../../lib/shared/namespace-labels';
import { ruleProblems } from '../../../lib/shared/policy-rules';
import {
  CUSTOM_RESOURCE_ACTIONS,
  includesAction,
  isCustomResource,
  takenOutBy,
  shortDataAction,
} from '../../../lib/shared/aks-data-actions';
import { AZURE_ROLES } from '../../stacks/azure-roles';
import { closeTo } from '../../../lib/shared/close-to';
import { NAMESPACE_KEYS, namespacesOf } from '../granted-namespaces';
import { items, Path, Report, Section, section } from './section';

/** The rules between keys of aks.yaml about who may do what. */

const PEOPLE_KEYS = ['users', 'guests', 'groups', 'servicePrincipals'];
const ELIGIBLE_KEYS = ['users', 'guests', 'groups'];
const DEPLOYER_KEYS = ['users', 'guests', 'servicePrincipals'];
const SUBJECT_KEYS = [...PEOPLE_KEYS, 'serviceAccounts', 'unsafeSystemGroups'];

/** Namespaces that every cluster has. */
export const PART_OF_EVERY_CLUSTER = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

export function checkAccess(config: Section, report: Report): void {
  const access = items(config.access).map(section);
  const namespaces = items(config.namespaces).map(section);
  access.forEach((entry, index) => {
    checkAccessEntry(entry, ['access', index], report);
    checkGrantedNamespaces(entry, namespaces, ['access', index], report);
  });
  checkBindingNames(access, namespaces, report);
  checkMergedTexts(access, namespaces, report);

  checkActivations(items(config.azureRoles).map(section), namespaces, report);
  checkConditions(items(config.azureRoles).map(section), namespaces, report);
  checkDefinitions(items(config.azureRoleDefinitions).map(section), config, report);
  items(config.azureRoles)
    .map(section)
    .forEach((entry, index) => {
      checkAzureRole(entry, ['azureRoles', index], config, report);
      checkGrantedNamespaces(entry, namespaces, ['azureRoles', index], report);
    });
  checkNamespaces(namespaces, report);
  checkRoles(items(config.roles).map(section), report);
}

function checkAccessEntry(entry: Section, path: Path, report: Report): void {
  const { clusterRole, role } = entry;

  if (clusterRole === undefined && role === undefined) {
    report(path, "grants nothing: set 'clusterRole' or, for a role of one namespace, 'role'");
  }
  if (clusterRole !== undefined && role !== undefined) {
    report([...path, 'role'], "cannot be combined with 'clusterRole': keep one of the two");
  }
  if (role !== undefined && clusterRole === undefined && !isInNamespaces(entry)) {
    report([...path, 'role'], "needs 'namespace' beside it: a role belongs to one namespace");
  }
  if (entry.subjects === undefined && isNobody(entry, SUBJECT_KEYS)) {
    report(path, `is granted to nobody: list somebody under ${quoted(SUBJECT_KEYS.slice(0, -1))}`);
  }
  checkExactSubjects(entry, path, report);
  if (entry.serviceAccountsName !== undefined && isNobody(entry, ['serviceAccounts'])) {
    report(
      [...path, 'serviceAccountsName'],
      "has no effect: list somebody under 'serviceAccounts', or remove it",
    );
  }
  checkSameUser(entry, path, report);
}

export function isInNamespaces(entry: Section): boolean {
  return NAMESPACE_KEYS.some((key) => entry[key] !== undefined);
}

/** The places are given in one way, and there is at least one. */
function checkGrantedNamespaces(
  entry: Section,
  namespaces: readonly Section[],
  path: Path,
  report: Report,
): void {
  const [first, ...others] = NAMESPACE_KEYS.filter((key) => entry[key] !== undefined);
  for (const key of others) {
    report([...path, key], `cannot be combined with '${first}': keep one of the two`);
  }

  const { matchLabels } = section(entry.namespaceSelector);
  const wanted = Object.entries(section(matchLabels));
  if (wanted.length > 0 && namespacesOf(entry, namespaces).length === 0) {
    const labels = wanted.map(([name, value]) => `${name}: ${String(value)}`).join(', ');
    report(
      [...path, 'namespaceSelector'],
      `grants nothing, because no entry of 'namespaces' has the labels '${labels}': correct them, or list 'namespaces' by name`,
    );
  }
}

/** Exact subjects are all that their binding has, so it needs a name of its own. */
function checkExactSubjects(entry: Section, path: Path, report: Report): void {
  if (entry.subjects === undefined) {
    return;
  }
  if (entry.name === undefined) {
    report([...path, 'subjects'], "needs 'name' beside it: the name that the binding has in Kubernetes");
  }
  items(entry.subjects)
    .map(section)
    .forEach(({ kind, name, namespace }, index) => {
      if (kind === 'ServiceAccount' && typeof name === 'string' && !OBJECT_NAME.test(name)) {
        report(
          [...path, 'subjects', index, 'name'],
          `'${name}' is not valid: use the name of a service account alone, up to 253 lowercase letters, digits, hyphens and periods, a ` +
            'letter or digit at both ends and around periods',
        );
      }
      if (kind === 'ServiceAccount' && (namespace ?? '') === '' && !isInNamespaces(entry)) {
        report(
          [...path, 'subjects', index],
          "needs 'namespace', that of the service account: only a binding in a namespace has it from there",
        );
      }
    });
  for (const key of [...SUBJECT_KEYS, 'serviceAccountsName']) {
    if (entry[key] !== undefined && !isEmptyList(entry[key])) {
      report(
        [...path, key],
        "cannot be combined with 'subjects', which lists everybody: remove one of the two",
      );
    }
  }
}

/** Kubernetes knows guests and service principals alike as users, so the same ID under both is one subject twice. */
function checkSameUser(entry: Section, path: Path, report: Report): void {
  const guests = new Set(items(entry.guests).map((id) => String(id).toLowerCase()));
  items(entry.servicePrincipals).forEach((id, index) => {
    if (typeof id === 'string' && guests.has(id.toLowerCase())) {
      report(
        [...path, 'servicePrincipals', index],
        `'${id}' is listed under 'guests' too: remove one of the two`,
      );
    }
  });
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Two bindings of one name in one place are one object to Kubernetes. */
function checkBindingNames(entries: Section[], namespaces: readonly Section[], report: Report): void {
  const seen = new Map<string, string>();
  entries.forEach((entry, index) => {
    const places = isInNamespaces(entry)
      ? namespacesOf(entry, namespaces).map((namespace) => `namespace '${namespace}'`)
      : ['the cluster'];
    for (const key of ['name', 'serviceAccountsName']) {
      const name = entry[key];
      if (typeof name !== 'string') {
        continue;
      }
      // Of two bindings the one of the people is taken over.
      const isImported = entry.import === true && (key === 'name' || entry.name === undefined);
      if (!isImported && bindingsInEveryCluster(name, entry, namespaces)) {
        report(
          ['access', index, key],
          `every cluster has a binding '${name}' there: use another name, or take that one over with 'import: true'`,
        );
      }
      const taken = places.find((place) => seen.has(`${place}/${name}`));
      if (taken !== undefined) {
        const first = seen.get(`${taken}/${name}`);
        report(['access', index, key], `'${name}' is also the ${first} in ${taken}: use another name`);
      }
      for (const place of places) {
        seen.set(`${place}/${name}`, `${key === 'name' ? key : `'${key}'`} of access[${index}]`);
      }
    }
  });
}

function bindingsInEveryCluster(name: string, entry: Section, namespaces: readonly Section[]): boolean {
  return isInNamespaces(entry)
    ? namespacesOf(entry, namespaces).some((place) => isInEveryCluster('RoleBinding', name, place))
    : isInEveryCluster('ClusterRoleBinding', name);
}

/** Entries without a name that grant one role in one place become one binding, which has one value for each label. */
function checkMergedTexts(entries: Section[], namespaces: readonly Section[], report: Report): void {
  const seen = new Map<string, { readonly index: number; readonly value: unknown }>();
  entries.forEach((entry, index) => {
    if (entry.name !== undefined || entry.serviceAccountsName !== undefined) {
      return;
    }
    const places = isInNamespaces(entry) ? namespacesOf(entry, namespaces) : [''];
    for (const kind of ['labels', 'annotations']) {
      for (const [key, value] of Object.entries(section(entry[kind]))) {
        const ids = places.map((place) => JSON.stringify([entry.clusterRole, entry.role, place, kind, key]));
        const other = ids.map((id) => seen.get(id)).find((one) => one && one.value !== value);
        if (other) {
          report(
            ['access', index, kind, key],
            `is '${String(value)}', but '${String(other.value)}' in access[${other.index}], which grants the same role in the same place and is the same binding: use one value, or give one of the two a 'name'`,
          );
        }
        ids.forEach((id) => seen.set(id, seen.get(id) ?? { index, value }));
      }
    }
  });
}

function checkAzureRole(entry: Section, path: Path, config: Section, report: Report): void {
  const { role } = entry;
  const aad = section(config.aad);
  const isAzureRbac = typeof role === 'string' && role.startsWith('Rbac');
  checkWhichRole(entry, path, config, report);

  if (isAzureRbac && aad.mode === 'legacy') {
    report(
      [...path, 'role'],
      `'${role}' would grant nothing, because legacy AAD has no Azure RBAC: grant a cluster role under 'access'`,
    );
  } else if (isAzureRbac && aad.azureRbac === false) {
    report(
      [...path, 'role'],
      `'${role}' would grant nothing, because Azure RBAC is off: set aad.azureRbac to true, or grant a cluster role under 'access'`,
    );
  }
  const place = NAMESPACE_KEYS.find((key) => entry[key] !== undefined);
  for (const key of CONDITION_KEYS.filter((one) => entry[one] !== undefined)) {
    if (role !== undefined && !isAzureRbac) {
      report([...path, key], 'cannot limit this role, which grants nothing inside the cluster: remove it');
    }
  }
  if (role !== undefined && !isAzureRbac && place !== undefined) {
    report(
      [...path, place],
      "cannot limit this role, which is about the whole cluster: remove it, or use a role that begins with 'Rbac'",
    );
  }
  const { eligible } = entry;
  if (isNobody(entry, PEOPLE_KEYS) && eligible === undefined) {
    report(path, `is granted to nobody: list somebody under ${quoted(PEOPLE_KEYS)}`);
  }
  if (eligible !== undefined && isNobody(section(eligible), ELIGIBLE_KEYS)) {
    report([...path, 'eligible'], `is nobody: list somebody under ${quoted(ELIGIBLE_KEYS)}`);
  }
  const { approvers } = section(section(eligible).activation);
  checkApprovers(approvers, [...path, 'eligible', 'activation', 'approvers'], report);
  const lists: [unknown, Path][] = [
    [entry.users, [...path, 'users']],
    [section(eligible).users, [...path, 'eligible', 'users']],
    [section(approvers).users, [...path, 'eligible', 'activation', 'approvers', 'users']],
  ];
  for (const [users, place] of lists) {
    if (section(config.directory).lookUpUsers === false && items(users).length > 0) {
      report(
        place,
        'need an object ID for an Azure role, and directory.lookUpUsers is false: use groups, or remove that key',
      );
    }
  }
}

const CONDITION_KEYS = ['customResources', 'unsafeCondition'];

/** A built-in role or one of the configuration, and one condition at most. */
function checkWhichRole(entry: Section, path: Path, config: Section, report: Report): void {
  const { role, definition } = entry;
  if (role === undefined && definition === undefined) {
    report(path, "grants nothing: set 'role' or, for a role of azureRoleDefinitions, 'definition'");
  }
  if (role !== undefined && definition !== undefined) {
    report([...path, 'definition'], "cannot be combined with 'role': keep one of the two");
  }
  if (CONDITION_KEYS.every((key) => entry[key] !== undefined)) {
    report([...path, 'unsafeCondition'], "cannot be combined with 'customResources': keep one of the two");
  }

  const definitions = items(config.azureRoleDefinitions).map(section);
  const meant = definitions.find(({ name }) => name === definition);
  if (typeof definition === 'string' && !meant) {
    const names = definitions.map(({ name }) => String(name));
    const guess = closeTo(definition, names);
    report(
      [...path, 'definition'],
      `'${definition}' is not defined under 'azureRoleDefinitions'${guess === undefined ? '' : `: did you mean '${guess}'?`}`,
    );
  }
  checkCustomResources(entry, meant, path, report);
}

/** A condition on custom resources limits something, and only what Azure takes for one. */
function checkCustomResources(
  { role, customResources }: Section,
  definition: Section | undefined,
  path: Path,
  report: Report,
): void {
  if (customResources === undefined) {
    return;
  }
  const rights = definition
    ? {
        dataActions: items(definition.dataActions).map(String).map(shortDataAction),
        notDataActions: items(definition.notDataActions).map(String).map(shortDataAction),
      }
    : AZURE_ROLES[role as keyof typeof AZURE_ROLES]?._rights;
  if (rights && !CUSTOM_RESOURCE_ACTIONS.some((action) => includesAction(rights, action))) {
    report(
      [...path, 'customResources'],
      definition
        ? `has nothing to limit: add customresources/read to the dataActions of '${String(definition.name)}'`
        : "has nothing to limit, because this role allows nothing with custom resources: define one under 'azureRoleDefinitions'",
    );
  }
  items(customResources)
    .map(section)
    .forEach(({ apiGroup, resources }, index) =>
      items(resources).forEach((resource, at) => {
        if (
          typeof apiGroup === 'string' &&
          typeof resource === 'string' &&
          !isCustomResource(apiGroup, resource)
        ) {
          report(
            [...path, 'customResources', index, 'resources', at],
            `'${resource}' of '${apiGroup}' is no custom resource, so that the condition would not be asked: give it in the dataActions of a role`,
          );
        }
      }),
    );
}

/** Azure keeps one assignment of a role to somebody in a place, whatever its condition. */
function checkConditions(entries: Section[], namespaces: readonly Section[], report: Report): void {
  const seen = new Map<string, { index: number; condition: string }>();
  entries.forEach((entry, index) => {
    const condition = JSON.stringify(CONDITION_KEYS.map((key) => entry[key] ?? null));
    const places = isInNamespaces(entry) ? namespacesOf(entry, namespaces) : [''];
    const who = PEOPLE_KEYS.flatMap((key) =>
      items(entry[key]).map((name) => ({ name: String(name), key: String(name).toLowerCase() })),
    );
    for (const place of places) {
      for (const { name, key } of who) {
        const id = JSON.stringify([entry.role ?? null, entry.definition ?? null, place, key]);
        const first = seen.get(id);
        if (first !== undefined && first.condition !== condition) {
          report(
            ['azureRoles', index],
            `grants '${name}' the role of azureRoles[${first.index}] in the same place under another condition, and Azure keeps one assignment: put both into one entry`,
          );
          return;
        }
        seen.set(id, first ?? { index, condition });
      }
    }
  });
}

function checkDefinitions(definitions: Section[], config: Section, report: Report): void {
  const aad = section(config.aad);
  const off =
    aad.mode === 'legacy' ? 'legacy AAD has no Azure RBAC' : aad.azureRbac === false && 'Azure RBAC is off';
  const seen = new Map<unknown, number>();
  definitions.forEach(({ name, dataActions, notDataActions }, index) => {
    const path: Path = ['azureRoleDefinitions', index];
    const first = seen.get(name);
    if (first !== undefined && typeof name === 'string') {
      report([...path, 'name'], `'${name}' is also the name of azureRoleDefinitions[${first}]: use another`);
    }
    seen.set(name, first ?? index);
    if (off) {
      report(path, `would grant nothing, because ${off}: define a role under 'roles'`);
    }
    for (const [key, list] of Object.entries({ dataActions, notDataActions })) {
      items(list).forEach((action, at) => {
        const short = typeof action === 'string' ? shortDataAction(action) : '*';
        if (/^Microsoft\.[A-Za-z]+\//i.test(short)) {
          report([...path, key, at], `'${short}' is not a data action of a cluster: remove it`);
        }
      });
    }
    checkTakenOut(items(dataActions), items(notDataActions), [...path, 'dataActions'], report);
  });
}

/** What a role allows, and takes out again all of. */
function checkTakenOut(
  dataActions: readonly unknown[],
  notDataActions: readonly unknown[],
  path: Path,
  report: Report,
): void {
  const others = notDataActions.filter((other) => typeof other === 'string');
  dataActions.forEach((action, at) => {
    const by = typeof action === 'string' ? takenOutBy(action, others) : undefined;
    if (by !== undefined) {
      report(
        [...path, at],
        `'${String(action)}' grants nothing, because notDataActions has ${by}: remove one or the other`,
      );
    }
  });
}

/** An empty list would read as if somebody had to approve. */
export function checkApprovers(approvers: unknown, path: Path, report: Report): void {
  if (approvers !== undefined && isNobody(section(approvers), ['users', 'groups'])) {
    report(path, "are nobody: list somebody under 'users', 'groups', or remove the key");
  }
}

export function checkDeployers(deployers: unknown, report: Report): void {
  if (deployers !== undefined && isNobody(section(deployers), DEPLOYER_KEYS)) {
    report(['deployers'], `are nobody: list somebody under ${quoted(DEPLOYER_KEYS)}, or remove the key`);
  }
}

/** Azure has one set of rules for a role in a place. */
function checkActivations(entries: Section[], namespaces: readonly Section[], report: Report): void {
  const seen = new Map<string, number>();
  entries.forEach((entry, index) => {
    if (section(entry.eligible).activation === undefined) {
      return;
    }
    const places = isInNamespaces(entry) ? namespacesOf(entry, namespaces) : [''];
    const keys = places.map((place) => `${String(entry.role ?? entry.definition)}/${place}`);
    const first = keys.map((key) => seen.get(key)).find((one) => one !== undefined);
    if (first !== undefined) {
      report(
        ['azureRoles', index, 'eligible', 'activation'],
        `the role has rules of activation for the same place in azureRoles[${first}]: Azure keeps one set, so remove one of the two`,
      );
    }
    keys.forEach((key) => seen.set(key, seen.get(key) ?? index));
  });
}

function checkNamespaces(namespaces: Section[], report: Report): void {
  const seen = new Map<unknown, number>();

  namespaces.forEach(({ name, create, labels, annotations }, index) => {
    const path: Path = ['namespaces', index];
    if (typeof name === 'string' && create !== false && PART_OF_EVERY_CLUSTER.includes(name)) {
      report([...path, 'name'], `every cluster has '${name}': set 'create: false', or remove the entry`);
    }
    if (create === false && (labels ?? annotations) !== undefined) {
      report(
        [...path, labels === undefined ? 'annotations' : 'labels'],
        "has no effect on an existing namespace: remove it, or 'create: false'",
      );
    }

    for (const [key, value] of Object.entries(section(labels))) {
      const problem =
        typeof name === 'string' && typeof value === 'string'
          ? namespaceLabelProblem(name, key, value)
          : undefined;
      if (problem !== undefined) {
        report([...path, 'labels', key], problem);
      }
    }

    const first = seen.get(name);
    if (first !== undefined && typeof name === 'string') {
      report([...path, 'name'], `'${name}' is also the name of namespaces[${first}]: remove one of the two`);
    }
    seen.set(name, first ?? index);
  });
}

function checkRoles(roles: Section[], report: Report): void {
  const seen = new Map<string, number>();

  roles.forEach((role, index) => {
    const { name, namespace, rules, aggregateFrom, aggregateTo } = role;
    const path: Path = ['roles', index];
    items(rules).forEach((rule, number) =>
      checkRule(section(rule), namespace !== undefined, [...path, 'rules', number], report),
    );
    if (rules === undefined && aggregateFrom === undefined) {
      report(path, "allows nothing: set 'rules' or 'aggregateFrom'");
    }
    if (namespace !== undefined && (aggregateFrom ?? aggregateTo) !== undefined) {
      report(
        [...path, 'namespace'],
        'cannot be combined with aggregation, which is for cluster roles: remove it',
      );
    }

    if (typeof name === 'string') {
      checkRoleName({ ...role, name }, path, report);
    }

    const key = `${String(namespace)}/${String(name)}`;
    const first = seen.get(key);
    if (first !== undefined && typeof name === 'string') {
      report(
        [...path, 'name'],
        `'${name}' is also the name of roles[${first}] in the same place: use another`,
      );
    }
    seen.set(key, first ?? index);
  });
}

/** What every cluster has is taken over, and takes no rules where these are those of others. */
function checkRoleName(role: Section & { readonly name: string }, path: Path, report: Report): void {
  const { name, namespace, rules, import: isImported } = role;
  const kind = namespace === undefined ? 'ClusterRole' : 'Role';
  const place = typeof namespace === 'string' ? namespace : undefined;
  if (isImported !== true && isInEveryCluster(kind, name, place)) {
    const what = place === undefined ? 'a cluster role' : 'a role';
    report(
      [...path, 'name'],
      `every cluster has ${what} '${name}': use another name, or take that one over with 'import: true'`,
    );
  }
  if (
    isImported === true &&
    kind === 'ClusterRole' &&
    AGGREGATED_ROLES.includes(name) &&
    rules !== undefined
  ) {
    report(
      [...path, 'rules'],
      `are refused by the API server, because '${name}' is made of other roles: put them into a role of another name with 'aggregateTo: [${name}]'`,
    );
  }
}

const RULE_KEYS = ['verbs', 'resources', 'apiGroups', 'resourceNames', 'nonResourceUrls'];

/** What is of another kind is told already. */
function checkRule(rule: Section, isNamespaced: boolean, path: Path, report: Report): void {
  const isList = (value: unknown): boolean =>
    value === undefined || (Array.isArray(value) && value.every((one) => typeof one === 'string'));
  if (rule.verbs === undefined || !RULE_KEYS.every((key) => isList(rule[key]))) {
    return;
  }
  for (const { path: within, problem } of ruleProblems(rule as unknown as RbacRule, isNamespaced)) {
    report([...path, ...within], problem.replace(/^has (verb|resource|nonResourceUrls) /, ''));
  }
}

function isNobody(entry: Section, keys: readonly string[]): boolean {
  return keys.every((key) => isEmptyList(entry[key]));
}

function quoted(keys: readonly string[]): string {
  return keys.map((key) => `'${key}'`).join(', ');
}
