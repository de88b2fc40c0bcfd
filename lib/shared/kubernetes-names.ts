/** Forms of names in Kubernetes. They carry no flags, because the JSON Schema of aks.yaml has none. */

const DNS_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const DNS_SUBDOMAIN = `${DNS_LABEL}(\\.${DNS_LABEL})*`;
const NAME = '[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?';
const QUALIFIED_NAME = `((?=[^/]{1,253}/)${DNS_SUBDOMAIN}/)?${NAME}`;

/** Names of most objects. */
export const OBJECT_NAME = new RegExp(`^(?=.{1,253}$)${DNS_SUBDOMAIN}$`);

/** Keys of labels and annotations. */
export const METADATA_KEY = new RegExp(`^${QUALIFIED_NAME}$`);

/** Values of labels. */
export const LABEL_VALUE = new RegExp(`^(${NAME})?$`);

/** A taint as AKS takes it: the value may be empty, the sign in front of it must be there. */
export const TAINT = new RegExp(`^${QUALIFIED_NAME}=(${NAME})?:(NoSchedule|PreferNoSchedule|NoExecute)$`);

/** Which of several taints Kubernetes refuses beside one before it: each key has a taint for each effect. */
export function repeatedTaint(
  taints: readonly string[],
): { readonly index: number; readonly problem: string } | undefined {
  const seen = new Map<string, string>();
  for (const [index, taint] of taints.entries()) {
    const key = taint.replace(/=.*:/, ':');
    const first = seen.get(key);
    if (first !== undefined && first !== taint) {
      return { index, problem: `'${taint}' has the key and the effect of '${first}': keep one of the two` };
    }
    seen.set(key, taint);
  }
  return undefined;
}
