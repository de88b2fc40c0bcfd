import { QuestionError, QuestionWords } from '../../rehearsal/access/can-i';

const EXAMPLE = 'can alice@contoso.com delete pods in shop?';

/** A word, or several in quotation marks, as the names of service principals have. */
const WORD = /"([^"]*)"|\S+/g;

/** What a place stands behind, and what says that it is everywhere, as kubectl has them, too. */
const ALL = ['-a', '--all-namespaces'];
const PLACE = ['in', '-n', '--namespace', ...ALL];

/** `shop/ci`, as aks.yaml has service accounts. */
const SERVICE_ACCOUNT = /^([a-z0-9-]+)\/([a-z0-9.-]+)$/;

/**
 * Takes a question apart: `can alice@contoso.com delete pods in shop?`, `shop/ci get secrets in the whole cluster`,
 * `alice@contoso.com delete pods -n shop`.
 */
export function questionIn(text: string): QuestionWords {
  const all = [
    ...text
      .trim()
      .replace(/\s*\?+$/, '')
      .matchAll(WORD),
  ].flatMap(([whole, quoted]) => quoted ?? whole.split(/(?<=^-n|^--namespace)=/));
  const words = all[0]?.toLowerCase() === 'can' ? all.slice(1) : all;
  const at = words.findIndex((word, i) => i > 0 && PLACE.includes(word.toLowerCase()));
  const [asked, place] = at < 0 ? [words, []] : [words.slice(0, at), words.slice(at)];
  if (asked.length < 3) {
    throw new QuestionError(
      `This is no question yet: name an account, a verb and a resource, as in '${EXAMPLE}'`,
    );
  }
  const [account, ...others] = asked as [string, ...string[]];
  return { words: [accountIn(account), ...others], ...placeIn(place) };
}

function accountIn(word: string): string {
  const [, namespace, name] = SERVICE_ACCOUNT.exec(word) ?? [];
  return namespace === undefined ? word : `system:serviceaccount:${namespace}:${name}`;
}

function placeIn([first, ...others]: readonly string[]): Pick<QuestionWords, 'namespace' | 'allNamespaces'> {
  const words = others.filter((word) => !['the', 'namespace'].includes(word.toLowerCase()));
  const text = words.join(' ').toLowerCase();
  if (
    ALL.includes(first?.toLowerCase() ?? '') ||
    ['whole cluster', 'cluster', 'all namespaces', 'every namespace'].includes(text)
  ) {
    return { allNamespaces: true };
  }
  if (first === undefined) {
    return {};
  }
  if (words.length !== 1 || !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(words[0]!)) {
    throw new QuestionError(
      `'${[first, ...others].join(' ')}' names no place: use 'in shop', or 'in the whole cluster'`,
    );
  }
  return { namespace: words[0]! };
}
