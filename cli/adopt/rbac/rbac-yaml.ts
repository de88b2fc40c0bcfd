import { Document, isScalar, isSeq, visit } from 'yaml';
import { documentText, yamlComment } from '../../../access/manifests/yaml-text';
import { visible } from '../../../lib/shared/visible';
import { AdoptedAccess } from './adopted-access';
import { AdoptedEntry } from './adopted-entry';

/** Characters of a line of a comment, after which another one is begun. */
const WIDTH = 118;

/** The sections as a part of aks.yaml, with everything that is not in them as comments. */
export function rbacYaml(adopted: AdoptedAccess, hasNames: boolean): string {
  const { notCarriedOver, notes, leftOut } = adopted;
  const sections = {
    // Whoever has a role has had what it takes to fetch a kubeconfig; the key would assign it once more.
    grantClusterUser: false,
    // As the bindings are written, until --names has looked everybody up.
    ...(!hasNames && { directory: { lookUpUsers: false } }),
    ...listOf('namespaces', adopted.namespaces),
    ...listOf('roles', adopted.roles),
    ...listOf('access', adopted.access),
  };
  const document = new Document(sections, { aliasDuplicateObjects: false });
  visit(document, {
    Seq: (_key, list) => {
      list.flow = list.items.every((item) => isScalar(item)) || list.items.length === 0;
    },
  });
  for (const key of ['namespaces', 'roles', 'access'] as const) {
    const list = document.get(key);
    adopted[key].forEach(({ comment }, i) => {
      const item = isSeq(list) ? (list.items[i] as { commentBefore?: string }) : undefined;
      if (item && comment !== undefined) {
        item.commentBefore = yamlComment(comment).replace(/^#/gm, '');
      }
    });
  }

  const leftOutLines = [...leftOut].flatMap(([by, objects]) => [
    `Left out, of ${by} (${objects.length}):`,
    ...objects.map((object) => `- ${object}`),
  ]);
  return [
    "# Access that is taken over as it is. The plan must say '0 to add, 0 to change, 0 to destroy'; see docs/adoption.md.\n",
    commentOf('Not carried over', notCarriedOver),
    commentOf('To be looked at', notes),
    '\n',
    documentText(document),
    leftOutLines.length > 0 ? `\n${leftOutLines.flatMap(wrapped).join('\n')}\n` : '',
  ].join('');
}

function listOf(key: string, entries: readonly AdoptedEntry[]): object {
  return entries.length > 0 ? { [key]: entries.map(({ entry }) => entry) } : {};
}

function commentOf(heading: string, lines: readonly string[]): string {
  return lines.length === 0
    ? ''
    : `${[`${heading}:`, ...lines.map((line) => `- ${line}`)].flatMap(wrapped).join('\n')}\n`;
}

/** A line as comments of a readable width; a text from a cluster stays within them, whatever it holds. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of visible(text.replace(/\s+/g, ' ')).split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + word.length < WIDTH) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(`#${last === undefined ? '' : '  '} ${word}`);
    }
  }
  return lines;
}
