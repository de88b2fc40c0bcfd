import { ConfigNode, formatPath } from './node';
import { ConfigProblem } from './problems/config-error';

/** The words in braces that stand for something else, in any text of the configuration. */
export type Placeholder = 'environment' | 'key';

/** What a placeholder stands for, or why it stands for nothing. */
export type Meaning = { readonly text: string } | { readonly problem: string };

/** Puts what a placeholder stands for in its place; where it stands for nothing, that is added to the problems. */
export function filledIn(
  node: ConfigNode,
  placeholder: Placeholder,
  meaning: Meaning,
  problems: ConfigProblem[],
): ConfigNode {
  const word = `{${placeholder}}`;
  const refuse = ({ origin }: ConfigNode, part: 'key' | 'value', message: string): void => {
    problems.push({ file: origin.file, ...origin[part], key: formatPath(origin.path), message });
  };

  const fill = (one: ConfigNode): ConfigNode => {
    if (one.entries) {
      const changes: Record<string, ConfigNode> = {};
      for (const [key, child] of one.entries) {
        if (key.includes(word)) {
          refuse(child, 'key', `'${word}' is in a key: placeholders work in values only`);
        }
        const filled = fill(child);
        if (filled !== child) {
          changes[key] = filled;
        }
      }
      return Object.keys(changes).length > 0 ? one.with(changes) : one;
    }
    if (one.items) {
      const items = one.items.map(fill);
      return items.some((item, index) => item !== one.items![index])
        ? new ConfigNode(one.origin, { items })
        : one;
    }

    const value = one.scalar?.value;
    if (typeof value !== 'string' || !value.includes(word)) {
      return one;
    }
    if ('problem' in meaning) {
      refuse(one, 'value', meaning.problem);
      return one;
    }
    const text = value.replaceAll(word, () => meaning.text);
    return new ConfigNode(one.origin, { scalar: { value: text, written: text } });
  };

  return fill(node);
}

/** Puts the environment that a configuration is for in the place of `{environment}`. */
export function withEnvironment(root: ConfigNode, problems: ConfigProblem[]): ConfigNode {
  const environment = root.entries?.get('environment')?.scalar?.value;
  const meaning =
    environment === undefined || environment === null
      ? {
          problem:
            "'{environment}' stands for the environment, and there is none: add 'environment', such as environment: production",
        }
      : { text: typeof environment === 'string' ? environment : JSON.stringify(environment) };

  return filledIn(root, 'environment', meaning, problems);
}
