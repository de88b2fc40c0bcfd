import { dirname, isAbsolute, join, resolve } from 'node:path';
import { quote } from './problems/issue-reporter';
import { ConfigNode, formatPath } from './node';
import { ConfigError, ConfigProblem } from './problems/config-error';
import { ConfigSource, ReadFile } from './source';

/** A configuration file and what it extends, merged. */
export interface Layers {
  readonly root: ConfigNode;

  /** The file itself, then its base, then the base of that. */
  readonly files: readonly string[];
}

/** Reads a file and, one after the other, the files that `extends` names; throws a ConfigError when one is no map. */
export function readLayers(file: string, readFile?: ReadFile): Layers {
  const sources = [ConfigSource.read(file, { readFile })];

  for (
    let reference = baseOf(sources[0]!);
    reference !== undefined;
    reference = baseOf(sources[sources.length - 1]!)
  ) {
    refuseCycle(reference, sources);
    sources.push(readBase(reference, readFile));
  }

  const [top, ...bases] = sources.map(({ root }) => root.with({ extends: undefined }));
  // From the outside in, so that a `null` removes what any of the bases has.
  const base = bases.reduceRight<ConfigNode | undefined>((below, layer) => layer.over(below), undefined);
  return { root: top!.over(base), files: sources.map((source) => source.file) };
}

interface Reference {
  readonly base: string;
  readonly node: ConfigNode;
}

function baseOf({ root, file }: ConfigSource): Reference | undefined {
  const node = root.entries?.get('extends');
  if (!node) {
    return undefined;
  }
  const name = node.scalar?.value;
  if (typeof name !== 'string' || name.trim() === '') {
    throw ConfigError.of(problemAt(node, 'is not the name of a file: use one, relative to this file'));
  }
  return { base: isAbsolute(name) ? name : join(dirname(file), name), node };
}

function refuseCycle({ base, node }: Reference, sources: readonly ConfigSource[]): void {
  const chain = sources.map(({ file }) => file);
  if (chain.some((file) => resolve(file) === resolve(base))) {
    throw ConfigError.of(
      problemAt(node, `${[...chain, base].join(' extends ')}, which has no end: remove one 'extends'`),
    );
  }
}

function readBase({ base, node }: Reference, readFile: ReadFile | undefined): ConfigSource {
  try {
    return ConfigSource.read(base, { readFile, namedBy: 'extends' });
  } catch (error) {
    const isAboutFile =
      error instanceof ConfigError && error.problems.every(({ line }) => line === undefined);
    if (!isAboutFile) {
      throw error;
    }
    throw new ConfigError(error.problems.map(({ message }) => problemAt(node, `${quote(base)}: ${message}`)));
  }
}

function problemAt({ origin }: ConfigNode, message: string): ConfigProblem {
  return { file: origin.file, ...origin.value, key: formatPath(origin.path), message };
}
