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
    sources.push(readReferred(reference, 'extends', readFile));
  }

  const layers = sources.map((source) => withRulesFile(source, readFile));
  const [top, ...bases] = layers.map(({ root }) => root.with({ extends: undefined }));
  // From the outside in, so that a `null` removes what any of the bases has.
  const base = bases.reduceRight<ConfigNode | undefined>((below, layer) => layer.over(below), undefined);
  return {
    root: top!.over(base),
    files: [...sources, ...layers.flatMap(({ rulesFile }) => rulesFile ?? [])].map(({ file }) => file),
  };
}

/** A layer whose rules are laid over those of the file that it names for them. */
function withRulesFile(
  source: ConfigSource,
  readFile: ReadFile | undefined,
): { root: ConfigNode; rulesFile?: ConfigSource } {
  const { root } = source;
  const reference = referenceOf(source, 'rulesFile');
  if (!reference) {
    return { root };
  }
  const rulesFile = readReferred(reference, 'rulesFile', readFile);
  for (const [key, node] of rulesFile.root.entries ?? []) {
    if (key !== 'rules') {
      const { origin } = node;
      throw ConfigError.of({
        ...problemAt(
          node,
          "a file of rules holds nothing but the key 'rules': move this to where it belongs",
        ),
        ...origin.key,
      });
    }
  }
  const below = rulesFile.root.entries?.get('rules');
  const own = root.entries?.get('rules');
  return { root: root.with({ rules: own?.over(below) ?? below, rulesFile: undefined }), rulesFile };
}

interface Reference {
  readonly base: string;
  readonly node: ConfigNode;
}

function baseOf(source: ConfigSource): Reference | undefined {
  return referenceOf(source, 'extends');
}

/** The file that a key names. */
function referenceOf({ root, file }: ConfigSource, key: 'extends' | 'rulesFile'): Reference | undefined {
  const node = root.entries?.get(key);
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

function readReferred(
  { base, node }: Reference,
  namedBy: 'extends' | 'rulesFile',
  readFile: ReadFile | undefined,
): ConfigSource {
  try {
    return ConfigSource.read(base, { readFile, namedBy });
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
