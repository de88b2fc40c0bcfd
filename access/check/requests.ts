import { findApiResource, isInNoNamespace } from '../../lib/shared/api-resources';
import { Need } from '../../lib/shared/techniques';

/** One verb on one resource, as a rule names them. */
export interface RuleRequest {
  readonly need: Need;

  /** `get secrets`. */
  readonly words: string;

  /** Whether it is asked for in a namespace, so that a binding there may grant it. */
  readonly isNamespaced: boolean;
}

/** Every verb on every resource. */
export function requestsOf(verbs: readonly string[], resources: readonly string[]): RuleRequest[] {
  return resources.flatMap((written) => {
    const [name = '', ...subresource] = written.split('/');
    const found = findApiResource(name);
    const { apiGroup = '', resource = name } = found ?? {};
    const need = [apiGroup, resource, ...subresource].join('/');

    return verbs.map((verb) => ({
      need: { verbs: [verb], resources: [need] },
      words: `${verb} ${written}`,
      isNamespaced: !found || !isInNoNamespace(found, [verb]),
    }));
  });
}

/** ` in namespace 'shop'`, ` in the whole cluster`. */
export function inWords(namespace: string | undefined): string {
  return namespace === undefined ? ' in the whole cluster' : ` in namespace '${namespace}'`;
}
