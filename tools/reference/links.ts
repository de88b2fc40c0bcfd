import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Page } from './pages';

const ROOT = resolve(__dirname, '..', '..');

/** Links of a page to files and headings that are not there under a root, each behind page and line. Addresses of the web are left alone. */
export function brokenLinks({ path, text }: Page, root = ROOT): string[] {
  return linksOf(text).flatMap(({ target, line }) => {
    if (/^[a-z][a-z+.-]*:/i.test(target)) {
      return [];
    }
    const problem = problemOf(target, { path, text }, root);
    return problem === undefined ? [] : [`${path}:${line}: ${target} ${problem}`];
  });
}

interface Link {
  readonly target: string;
  readonly line: number;
}

/** Inline links and images, reference definitions, and the attributes of HTML; none of it in code. */
function linksOf(text: string): Link[] {
  const prose = withoutCode(text);
  const patterns = [
    /\[(?:[^[\]]|\[[^\]]*\])*\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g,
    /^\[[^\]]+\]:\s+(\S+)/gm,
    /(?:href|src|srcset)="([^"]+)"/g,
  ];
  return patterns.flatMap((pattern) =>
    [...prose.matchAll(pattern)].map(({ index, 1: target }) => ({
      target: target!,
      line: prose.slice(0, index).split('\n').length,
    })),
  );
}

/** The text with code blanked out, so that lines keep their numbers. */
function withoutCode(text: string): string {
  const blank = (code: string): string => code.replace(/[^\n]/g, ' ');

  return text
    .replace(/^( *)(`{3,})[^\n]*\n[^]*?^\1\2 *$/gm, blank)
    .replace(/(`+)(?!`)[^\n]*?[^`\n]\1(?!`)/g, blank);
}

function problemOf(target: string, page: Page, root: string): string | undefined {
  const [file, anchor] = target.split('#') as [string, string?];
  if (file === '') {
    return withoutHeading(page.text, anchor);
  }

  const path = relative(root, resolve(root, dirname(page.path), decodeURI(file)));
  if (path.startsWith('..')) {
    return 'leads out of the repository';
  }
  if (!existsSync(join(root, path))) {
    return 'is not there';
  }
  return path.endsWith('.md') ? withoutHeading(readFileSync(join(root, path), 'utf8'), anchor) : undefined;
}

function withoutHeading(text: string, anchor: string | undefined): string | undefined {
  return anchor === undefined || knownAnchors(text).has(anchor) ? undefined : `has no heading '#${anchor}'`;
}

const known = new Map<string, Set<string>>();

/** Pages are asked again and again, and some are long. */
function knownAnchors(text: string): Set<string> {
  const anchors = known.get(text) ?? anchorsOf(text);
  known.set(text, anchors);
  return anchors;
}

/** Anchors of the headings, as GitHub makes them. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  const headings = text.replace(/^( *)(`{3,})[^\n]*\n[^]*?^\1\2 *$/gm, '').matchAll(/^#{1,6} +(.+?) *#*$/gm);

  for (const [, heading] of headings) {
    const plain = heading!.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
    const anchor = plain
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_\- ]/gu, '')
      .replace(/ /g, '-');

    let unique = anchor;
    for (let count = 1; anchors.has(unique); count++) {
      unique = `${anchor}-${count}`;
    }
    anchors.add(unique);
  }
  for (const [tag] of text.matchAll(/<a [^>]*>/g)) {
    [...tag.matchAll(/ (?:id|name)="([^"]+)"/g)].forEach(([, id]) => anchors.add(id!));
  }
  return anchors;
}
