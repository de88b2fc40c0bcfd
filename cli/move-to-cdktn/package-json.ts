import { CommandFailed } from '../../access/command-failed';
import { isMap } from '../../lib/shared/maps';
import { CDKTN_VERSIONS, inWordsOfCdktn, nameInCdktn, NODE_OF_CDKTN } from '../frameworks';

/** What `cdktn-aks-aad` has as peers, and what these need. */
const VERSIONS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(CDKTN_VERSIONS).map(([name, version]) => [name, `^${version}`])),
  // Of 10.8 CDK Terrain says that it does not know it.
  constructs: '>=10.6.0 <10.8.0',
};

/** Nothing but the command line of cdktf needs it. */
const TERMINAL = '@cdktf/node-pty-prebuilt-multiarch';

const SECTIONS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const;

type Entries = Readonly<Record<string, unknown>>;

/** A package.json for CDK Terrain, and what is left for people to do. */
export interface MovedPackageJson {
  readonly text: string;
  readonly notes: readonly string[];
}

/**
 * Throws a CommandFailed when the project cannot be moved.
 *
 * @param text what the file has
 */
export function movePackageJson(text: string): MovedPackageJson {
  const json = parsed(text);
  const notes = new Set<string>();
  const moved: Record<string, unknown> = { ...json };
  for (const section of SECTIONS) {
    if (isMap(json[section])) {
      moved[section] = movedDependencies(json[section], notes);
    }
  }
  if (isMap(json.overrides)) {
    const overrides = movedOverrides(json.overrides);
    if (Object.keys(overrides).length > 0) {
      moved.overrides = overrides;
    } else {
      delete moved.overrides;
    }
  }
  if (isMap(json.scripts)) {
    moved.scripts = Object.fromEntries(
      Object.entries(json.scripts).map(([name, script]) => [
        name,
        typeof script === 'string' ? inWordsOfCdktn(script) : script,
      ]),
    );
  }
  if (JSON.stringify(moved) === JSON.stringify(json)) {
    return { text, notes: [] };
  }
  const indent = /^\{\r?\n([ \t]+)/.exec(text)?.[1] ?? 2;
  return {
    text: `${JSON.stringify(moved, null, indent)}${text.endsWith('\n') ? '\n' : ''}`,
    notes: [...notes],
  };
}

function parsed(text: string): Entries {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new CommandFailed(`package.json is not valid JSON: ${(error as Error).message}`);
  }
  if (!isMap(json)) {
    throw new CommandFailed('package.json is not a JSON object');
  }
  const all = SECTIONS.flatMap((section) => (isMap(json[section]) ? Object.keys(json[section]) : []));
  if (!all.some((name) => nameInCdktn(name) !== name || name === 'cdktn')) {
    throw new CommandFailed(
      'package.json has nothing of cdktf: run the command in the folder of a cdktf project in TypeScript or JavaScript',
    );
  }
  return json;
}

/** In the order of npm: by name. */
function movedDependencies(entries: Entries, notes: Set<string>): Entries {
  const names = Object.keys(entries);
  const isMoving = names.some((name) => nameInCdktn(name) !== name);
  const moved = names.flatMap((name): [string, unknown][] => {
    const to = nameInCdktn(name);
    if (name === TERMINAL) {
      return [];
    }
    if (name === 'constructs' && isMoving) {
      return [[name, VERSIONS.constructs]];
    }
    if (name === 'cdktf-cli') {
      notes.add(`cdktn-cli needs Node.js ${NODE_OF_CDKTN} or later, in pipelines too`);
    }
    if (to === name) {
      return [[name, entries[name]]];
    }
    if (to.startsWith('@cdktn/provider-') && VERSIONS[to] === undefined) {
      notes.add(`${to} gets the newest version: look at what its provider has changed`);
      return [[to, 'latest']];
    }
    return [[to, VERSIONS[to] ?? entries[name]]];
  });
  const inOrder = isMoving ? moved.sort(([a], [b]) => (a < b ? -1 : 1)) : moved;
  return Object.fromEntries(inOrder);
}

/** Those that make cdktf another package, or node-pty another build, have nothing left to do. */
function movedOverrides(overrides: Entries): Entries {
  return Object.fromEntries(
    Object.entries(overrides).filter(([name]) => name !== 'cdktf' && name !== TERMINAL),
  );
}
