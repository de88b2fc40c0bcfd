import { API_RESOURCES } from '../shared/api-resources';
import { isMisspelt } from '../shared/close-to';
import { isLiteral } from './guards';

/** An API group that is gone; rules still name it, beside that which has taken its place. */
export const GONE = 'extensions';

export const BUILT_IN_GROUPS: ReadonlySet<string> = new Set(API_RESOURCES.map(({ apiGroup }) => apiGroup));

/** Groups that a resource is looked for in. */
export interface WrittenGroups {
  readonly isAny: boolean;

  /** Those of Kubernetes, also the one that is gone. */
  readonly builtIn: readonly string[];

  /** Those of custom resources and of other API servers, and those that Terraform knows. */
  readonly others: readonly string[];
}

/** Groups that match nothing are left out, as they are told for themselves. */
export function writtenGroups(groups: readonly string[]): WrittenGroups {
  const alive = groups.filter((group) => !isLiteral(group) || deadGroup(group) === undefined);
  const isBuiltIn = (group: string): boolean => group === GONE || BUILT_IN_GROUPS.has(group);

  return {
    isAny: groups.includes('*'),
    builtIn: alive.filter(isBuiltIn),
    others: alive.filter((group) => group !== '*' && !isBuiltIn(group)),
  };
}

/** Why an API group matches nothing. A group of a custom resource has a period in it, so that the API server takes it. */
export function deadGroup(group: string): string | undefined {
  if (group === '*' || group === GONE || BUILT_IN_GROUPS.has(group)) {
    return undefined;
  }
  const problem = (why: string): string => `apiGroup '${group}' matches nothing, ${why}`;
  const [name = '', version] = group.split('/');
  if (version !== undefined) {
    return problem(`as it has a version in it: use '${isVersion(name) || name === 'core' ? '' : name}'`);
  }
  if (group === 'core' || isVersion(group)) {
    return problem(`as the core group has no name: use ''`);
  }
  if (group.includes('*')) {
    return problem("as it is no pattern: name each group, or use '*' for all");
  }
  const plain = group.trim().toLowerCase();
  if (plain !== group) {
    return problem(`as groups are compared letter by letter: use '${plain}'`);
  }
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(group)) {
    return problem("as no group can have that name: use '' for the core, or one such as 'apps'");
  }
  const meant = meantGroup(group);
  if (meant !== undefined) {
    return problem(`as there is no such group: use '${meant}'`);
  }
  return group.includes('.')
    ? undefined
    : problem(
        "as it is no group of Kubernetes, and those of custom resources have a period in them, as 'cert-manager.io'",
      );
}

/** With `.k8s.io` it is the group of vertical autoscalers, which are custom resources. */
const AUTOSCALERS = 'autoscaling';

/** `networking` for networking.k8s.io, `app` for apps, `apps.k8s.io`, too. */
function meantGroup(group: string): string | undefined {
  const known = [...BUILT_IN_GROUPS].filter((one) => one !== '');
  const [, bare] = /^([a-z]+)\.k8s\.io$/.exec(group) ?? [];
  if (bare === 'core') {
    return '';
  }
  const isWithout = bare !== undefined && bare !== AUTOSCALERS && known.includes(bare);
  if (isWithout) {
    return bare;
  }

  return (
    known.find((one) => one.startsWith(`${bare ?? group}.`)) ?? known.find((one) => isMisspelt(group, one))
  );
}

/** Whether a word is a version of an API, `v1beta1`. */
export function isVersion(word: string): boolean {
  return /^v\d+((alpha|beta)\d+)?$/.test(word);
}
