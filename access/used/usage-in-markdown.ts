import { ClusterAccess } from '../cluster-access';
import { nameOf } from '../live/cluster-objects';
import { yamlText } from '../manifests/yaml-text';
import { placeOf, PolicyRule } from '../rbac/objects';
import { markdownList, markdownTable, markdownText } from '../report/markdown-text';
import { smallerRules } from './smaller-role';
import { BindingUse, Usage } from './usage';

/** More accounts than this are counted, not named. */
const MOST_NAMED = 8;

/** Which grants were used, which were not, and what would have been enough. */
export function usageInMarkdown(
  usage: Usage,
  access: ClusterAccess,
  from: { readonly cluster: string; readonly source: string },
): string {
  const { counts, bindings, undeclared } = usage;
  const all = [...bindings.values()];
  const used = all.filter(({ uses }) => uses.size > 0);
  const never = all.filter(({ uses }) => uses.size === 0);
  const smaller = used.flatMap((use) => {
    const rules = smallerRules(use, access);
    return rules ? [{ use, rules }] : [];
  });
  const section = (heading: string, content: string, count: number): string[] =>
    count === 0 ? [] : [`## ${heading} (${count})`, content];
  const period = counts.first === '' ? '' : ` from ${counts.first} to ${counts.last}`;

  const parts = [
    `# Access that was used in cluster ${markdownText(from.cluster)}`,
    `From ${markdownText(from.source)}: ${counted(counts.events, 'request', 'requests')}${period}, ${counts.allowed} allowed and ${counts.refused} refused.` +
      (counts.others > 0
        ? ` ${counted(counts.others, 'entry is not an event', 'entries are not events')} of the API server.`
        : ''),
    ...section('Used', markdownTable(['Binding', 'Role', 'By', 'What'], used.map(usedRow)), used.length),
    ...section('Never used', markdownList(never.map(unusedLine(access))), never.length),
    ...section(
      'Used, and not declared',
      markdownTable(
        ['Binding', 'By'],
        [...undeclared].map(([name, accounts]) => [name, named(accounts)]),
      ),
      undeclared.size,
    ),
    ...section('Smaller roles that would have been enough', smallerRoles(smaller), smaller.length),
  ];
  return `${parts.join('\n\n')}\n`;
}

function counted(count: number, one: string, several: string): string {
  return `${count} ${count === 1 ? one : several}`;
}

function usedRow({ binding, accounts, uses }: BindingUse): string[] {
  const verbs = new Map<string, Set<string>>();
  for (const { request } of uses.values()) {
    const what =
      'path' in request
        ? request.path
        : `${request.resource}${request.apiGroup && `.${request.apiGroup}`}${request.subresource ? `/${request.subresource}` : ''}`;
    verbs.set(what, (verbs.get(what) ?? new Set()).add(request.verb));
  }
  const told = [...verbs].map(([what, of]) => `${[...of].sort().join(', ')} ${what}`);
  return [
    nameOf(binding),
    `${binding.roleRef.kind} ${binding.roleRef.name}`,
    named(accounts),
    told.join('; '),
  ];
}

function unusedLine(access: ClusterAccess): (use: BindingUse) => string {
  return ({ binding, besides }) => {
    const who = binding.subjects.map((subject) => access.describeSubject(subject)).join(', ');
    const why =
      besides > 0 ? `: another grant was the reason for the ${besides} requests that it allows, too` : '';
    return `${nameOf(binding)} (${binding.roleRef.kind} ${binding.roleRef.name}, ${who})${why}`;
  };
}

function named(accounts: ReadonlyMap<string, number>): string {
  const most = [...accounts].sort(([, a], [, b]) => b - a);
  const shown = most.slice(0, MOST_NAMED).map(([name, count]) => `${name}: ${count}`);
  return most.length > shown.length
    ? `${shown.join(', ')} and ${most.length - shown.length} more`
    : shown.join(', ');
}

interface Smaller {
  readonly use: BindingUse;
  readonly rules: readonly PolicyRule[];
}

/** The roles, under names of their own, and which grant each is for. */
function smallerRoles(smaller: readonly Smaller[]): string {
  const taken = new Set<string>();
  const roles = smaller.map(({ use: { binding }, rules }) => {
    const namespace = placeOf(binding);
    const base = `${binding.roleRef.name.replace(/^system:/, '')}-as-used`;
    let name = base;
    for (let i = 2; taken.has(`${namespace}/${name}`); i += 1) {
      name = `${base}-${i}`;
    }
    taken.add(`${namespace}/${name}`);
    const content = {
      name,
      ...(namespace !== undefined && { namespace }),
      rules: rules.map(({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }) => ({
        verbs,
        ...(resources && { resources }),
        ...(apiGroups && { apiGroups }),
        ...(resourceNames && { resourceNames }),
        ...(nonResourceURLs && { nonResourceUrls: nonResourceURLs }),
      })),
    };
    const key = namespace === undefined ? 'clusterRole' : 'role';
    return {
      content,
      line: `${nameOf(binding)}: ${key} ${name} in place of ${binding.roleRef.kind} ${binding.roleRef.name}`,
    };
  });
  const yaml = yamlText({ roles: roles.map(({ content }) => content) });

  return `${markdownList(roles.map(({ line }) => line))}\n\n\`\`\`yaml\n${yaml}\`\`\``;
}
