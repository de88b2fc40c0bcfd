import { QuestionError, QuestionWords } from '../../rehearsal/access/can-i';

const EXAMPLE = 'can alice@contoso.com delete pods in shop?';

/** A word, or several in quotation marks, as the names of service principals have. */
const WORD = /"([^"]*)"|\S+/g;

/** What a place stands behind, and what says that it is everywhere, as kubectl has them, too. */
const ALL = ['-a', '--all-namespaces'];
const PLACE = ['in', '-n', '--namespace', ...ALL];

/** As of the command line: after all activations. */
const ACTIVATED = '--activated';

/** The whole cluster in words; behind `-n` and `namespace` they are names. */
const EVERYWHERE = ['whole cluster', 'cluster', 'all namespaces', 'every namespace'];

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
  const [activated, said] = [all.includes(ACTIVATED), all.filter((word) => word !== ACTIVATED)];
  const words = said[0]?.toLowerCase() === 'can' ? said.slice(1) : said;
  const at = words.findIndex((word, i) => i > 0 && PLACE.includes(word.toLowerCase()));
  const [asked, place] = at < 0 ? [words, []] : [words.slice(0, at), words.slice(at)];
  if (asked.length < 3) {
    throw new QuestionError(
      `This is no question yet: name an account, a verb and a resource, as in '${EXAMPLE}'`,
    );
  }
  return { words: asked, ...placeIn(place), ...(activated && { activated }) };
}

function placeIn(place: readonly string[]): Pick<QuestionWords, 'namespace' | 'allNamespaces'> {
  const [first = '', ...others] = place;
  const [isAll, isSaid] = [ALL.includes(first.toLowerCase()), first.toLowerCase() === 'in'];
  if (place.length === 0) {
    return {};
  }
  const words = isSaid ? others.filter((word) => word.toLowerCase() !== 'the') : others;
  if ((isAll && others.length === 0) || (isSaid && EVERYWHERE.includes(words.join(' ').toLowerCase()))) {
    return { allNamespaces: true };
  }
  const names = isSaid ? words.filter((word) => word.toLowerCase() !== 'namespace') : words;
  if (isAll || names.length !== 1 || !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(names[0]!)) {
    throw new QuestionError(`'${place.join(' ')}' names no place: use 'in shop', or 'in the whole cluster'`);
  }
  return { namespace: names[0]! };
}
