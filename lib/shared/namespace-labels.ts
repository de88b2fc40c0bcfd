import { closeTo } from './close-to';

/** Labels of namespaces that mean something to the API server itself. */

const POD_SECURITY = 'pod-security.kubernetes.io/';
const MODES = ['enforce', 'audit', 'warn'];
const VERSIONS = MODES.map((mode) => `${mode}-version`);
const LEVELS = ['privileged', 'baseline', 'restricted'];
const VERSION = /^(latest|v1\.(0|[1-9][0-9]*))$/;

/** What the API server sets itself, whatever is sent: `SetDefaults_Namespace` of Kubernetes. */
const NAME = 'kubernetes.io/metadata.name';

/** What the API server refuses of a label of a namespace, sets to something else or does not heed; undefined for all others. */
export function namespaceLabelProblem(namespace: string, key: string, value: string): string | undefined {
  if (key === NAME && value !== namespace) {
    return `'${value}' is not valid: Kubernetes sets it to the name of the namespace; remove it`;
  }
  const problem = podSecurityProblem(key, value);
  if (problem !== undefined) {
    const guess = closeTo(value, LEVELS);
    return `'${value}' is not valid: ${problem}${guess === undefined ? '' : ` (did you mean '${guess}'?)`}`;
  }
  const mode = modeOf(key);
  const meant =
    mode === undefined || [...MODES, ...VERSIONS].includes(mode)
      ? undefined
      : closeTo(mode, [...MODES, ...VERSIONS]);
  return meant && `is not a label that Kubernetes acts on: did you mean '${POD_SECURITY}${meant}'?`;
}

/** What Pod Security does not take of a label. Source: `PolicyToEvaluate` of k8s.io/pod-security-admission. */
export function podSecurityProblem(key: string, value: string): string | undefined {
  const mode = modeOf(key) ?? '';
  if (MODES.includes(mode) && !LEVELS.includes(value)) {
    return 'use one of privileged, baseline and restricted';
  }
  return VERSIONS.includes(mode) && !VERSION.test(value)
    ? "use 'latest' or a minor version, such as 'v1.33'"
    : undefined;
}

function modeOf(key: string): string | undefined {
  return key.startsWith(POD_SECURITY) ? key.slice(POD_SECURITY.length) : undefined;
}
