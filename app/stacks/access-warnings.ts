import { TerraformStack } from 'cdktf';
import { warnOfPeople } from './people-warnings';
import { warn } from '../../lib/shared/warn';
import { AksConfig, AzureRoleConfig } from '../config';

/** Roles of Kubernetes, each of which includes those before it. */
const LEVELS = ['view', 'edit', 'admin', 'cluster-admin'];

/** The roles of Azure RBAC that come close to them. */
const AZURE_LEVELS: Readonly<Record<string, string>> = {
  RbacReader: 'view',
  RbacWriter: 'edit',
  RbacAdmin: 'admin',
  RbacClusterAdmin: 'cluster-admin',
};

/** One of the four roles for somebody, in one place. */
interface Grant {
  readonly level: number;

  /** Undefined for the whole cluster. */
  readonly namespace?: string;

  /** Key of the configuration, such as `access[3]`. */
  readonly key: string;
}

/** Warns of grants that are legal and probably not what was meant. */
export function warnOfAccess(stack: TerraformStack, config: AksConfig): void {
  warnOfForeignDomains(stack, config);
  warnOfRepeatedRights(stack, config);
  warnOfPeople(stack, config);
}

function warnOfForeignDomains(stack: TerraformStack, { access, azureRoles, directory }: AksConfig): void {
  const domains = directory.domains?.map((domain) => domain.toLowerCase());
  if (!domains) {
    return;
  }

  const users = new Set([
    ...[...access, ...azureRoles].flatMap((entry) => entry.users),
    ...azureRoles.flatMap(({ eligible }) => eligible?.users ?? []),
  ]);
  for (const user of users) {
    const domain = user.split('@').pop() ?? '';
    if (!domains.includes(domain.toLowerCase())) {
      warn(
        stack,
        'foreign-domain',
        `user '${user}' is in domain '${domain}', which is not in directory.domains: list a guest under 'guests'`,
      );
    }
  }
}

function warnOfRepeatedRights(stack: TerraformStack, config: AksConfig): void {
  for (const [subject, grants] of grantsOfSubjects(config)) {
    grants.forEach((grant, index) => {
      const other = grants.find((candidate, at) => at !== index && includes(candidate, grant, at < index));
      if (other) {
        warn(
          stack,
          'repeated-right',
          `${subject} gets nothing from ${grant.key} that ${other.key} does not give: remove one of the two`,
        );
      }
    });
  }
}

/** Whether one grant makes another superfluous; of two alike, the earlier one does. */
function includes(one: Grant, other: Grant, isEarlier: boolean): boolean {
  const isWider = one.namespace === undefined && other.namespace !== undefined;
  const isSamePlace = one.namespace === other.namespace;

  return (
    (isWider && one.level >= other.level) ||
    (isSamePlace && (one.level > other.level || (one.level === other.level && isEarlier)))
  );
}

function grantsOfSubjects({ access, azureRoles, writtenKeys }: AksConfig): Map<string, Grant[]> {
  const bySubject = new Map<string, Grant[]>();
  const add = (entry: Readonly<Record<string, unknown>>, role: string | undefined, key: string): void => {
    const level = LEVELS.indexOf(role ?? '');
    if (level < 0) {
      return;
    }
    const grant = { level, namespace: entry.namespace as string | undefined, key };
    for (const subject of subjectsOf(entry)) {
      const grants = bySubject.get(subject) ?? [];
      grants.push(grant);
      bySubject.set(subject, grants);
    }
  };

  const keyOf = (list: string, index: number): string => writtenKeys[list]?.[index] ?? `${list}[${index}]`;

  access.forEach((entry, index) => add(entry, entry.clusterRole, keyOf('access', index)));
  azureRoles.forEach((entry, index) =>
    add(entry, isConditional(entry) ? undefined : AZURE_LEVELS[entry.role ?? ''], keyOf('azureRoles', index)),
  );
  return bySubject;
}

/** A right under a condition makes no other one superfluous. */
function isConditional({ customResources, unsafeCondition }: AzureRoleConfig): boolean {
  return customResources !== undefined || unsafeCondition !== undefined;
}

/** `user 'alice@contoso.com'` */
function subjectsOf(entry: Readonly<Record<string, unknown>>): string[] {
  const kinds = { users: 'user', guests: 'guest', groups: 'group', servicePrincipals: 'service principal' };

  return Object.entries({ ...kinds, serviceAccounts: 'service account' }).flatMap(([key, kind]) =>
    ((entry[key] ?? []) as string[]).map((name) => `${kind} '${name.toLowerCase()}'`),
  );
}
