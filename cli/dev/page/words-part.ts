import { jsonForScript, html } from '../../../access/html/safe-html';
import { ClusterAccess } from '../../../access/cluster-access';
import { identitiesOf } from '../../../access/identities';
import { namespacesOf } from '../../../access/missing-grant';
import { visible } from '../../../lib/shared/visible';
import { API_RESOURCES } from '../../../lib/shared/api-resources';
import { VERBS } from '../../../rehearsal/access/can-i';

/** What a question can be made of, for the completion. */
export function wordsPart(access: ClusterAccess): string {
  const names = identitiesOf(access).map(({ name }) => (/\s/.test(name) ? `"${name}"` : name));
  const { roles, clusterRoles } = access.objects;
  const subresources = [...roles, ...clusterRoles]
    .flatMap(({ rules }) => rules.flatMap(({ resources = [] }) => resources))
    .filter((name) => name.includes('/') && !name.includes('*'));
  const resources = [...API_RESOURCES.map(({ resource }) => resource), ...subresources];
  const words = {
    names: [...new Set(names)],
    // What a name that would show as another one is shown as.
    shown: names.filter((name) => visible(name) !== name).map((name) => [name, visible(name)]),
    verbs: VERBS,
    resources: [...new Set(resources)].sort(),
    namespaces: namespacesOf(access),
  };
  return html`<script type="application/json" id="words">
    ${jsonForScript(words)}
  </script>`.text;
}
