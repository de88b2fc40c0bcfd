import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { brokenLinks } from '../reference/links';

/** Pages for contributors, and the reference of the library, which are read on the web. */
const NOT_SHIPPED = ['api', 'architecture', 'conformance', 'performance', 'releasing'];

/** Links and images of Markdown. */
const LINK = /\]\(<?([^)\s>]+)>?\)/g;

/** Whether a page or an image of docs/ is a part of the package. */
export function isShippedPage(path: string): boolean {
  return !new RegExp(`[/\\\\]docs[/\\\\](?:${NOT_SHIPPED.join('|')})\\.\\w+$`).test(path);
}

/**
 * Makes pages and pipelines of a package right for where they lie then.
 *
 * Links to what is not in the package lead to the repository, at the tag of the version; pipelines call their script where npm
 * installs it. Throws when a link leads nowhere all the same.
 */
export function settlePages(
  folder: string,
  { name, repository }: { name: string; repository: string },
): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const path of files.filter((file) => file.endsWith('.md'))) {
    rewrite(join(folder, path), (text) => withReachableLinks(text, path, { folder, repository }));
  }
  for (const path of files.filter((file) => /pipelines.*\.yml$/.test(file))) {
    rewrite(join(folder, path), (text) => withInstalledScript(text, name));
  }

  const broken = files
    .filter((file) => file.endsWith('.md'))
    .flatMap((path) => brokenLinks({ path, text: readFileSync(join(folder, path), 'utf8') }, folder));
  if (broken.length > 0) {
    throw new Error(`links of the package lead nowhere:\n${broken.join('\n')}`);
  }
}

/** The page with each link to what is not in the package as one to the repository. */
export function withReachableLinks(
  text: string,
  path: string,
  { folder, repository }: { folder: string; repository: string },
): string {
  return text.replace(LINK, (link, target: string) => {
    const [file = ''] = target.split('#');
    const place = normalize(join(dirname(path), decodeURI(file)));
    const isHere = file === '' || /^[a-z][a-z+.-]*:/i.test(file) || existsSync(join(folder, place));
    return isHere ? link : `](${repository}/${place}${target.slice(file.length)})`;
  });
}

/** The pipeline with the script in the package, of its version, where a repository has one of its own. */
export function withInstalledScript(text: string, name: string): string {
  return text.replace(
    /(?<![\w/])examples\/pipelines\/plan\.sh/g,
    `bash node_modules/${name}/examples/pipelines/plan.sh`,
  );
}

function rewrite(file: string, change: (text: string) => string): void {
  const text = readFileSync(file, 'utf8');
  const changed = change(text);
  if (changed !== text) {
    writeFileSync(file, changed);
  }
}
