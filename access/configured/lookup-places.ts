import { distance } from 'fastest-levenshtein';
import { quote } from '../../app/config/problems/issue-reporter';
import { ConfigError, ConfigProblem } from '../../app/config/problems/config-error';
import { readLayers } from '../../app/config/layers';
import { ConfigNode, formatPath } from '../../app/config/node';
import { People } from '../directory/tenant';
import { Lookup } from './lookups';

/** Keys of aks.yaml under which somebody stands. */
const KEYS: Readonly<Record<Lookup['kind'], readonly string[]>> = {
  user: ['users'],
  guest: ['guests', 'users'],
  group: ['groups', 'adminGroupObjectIds'],
  'service principal': ['servicePrincipals'],
  account: ['guests', 'users', 'servicePrincipals', 'members', 'owners'],
};

const PLACEHOLDER = /\{(?:environment|key)\}/;
const LISTED = 12;
const GUESSES = 3;

/** Says where somebody is named: in a configuration, or, for an app without one, by which construct. */
export class LookupPlaces {
  private readonly texts = new Map<string, ConfigNode[]>();
  private readonly patterns: (readonly [RegExp, ConfigNode])[] = [];

  constructor(configFile?: string) {
    if (configFile !== undefined) {
      this.read(readLayers(configFile).root);
    }
  }

  placeOf(lookup: Lookup): Omit<ConfigProblem, 'message'> {
    const named = this.nodesOf(lookup.value);
    const node =
      named.find(({ origin }) => origin.path.some((key) => KEYS[lookup.kind].includes(String(key)))) ??
      named[0];
    return node ? placeOfNode(node) : { file: lookup.path };
  }

  /** Where a text stands; undefined when it stands nowhere as it is. */
  placeOfText(text: string): Omit<ConfigProblem, 'message'> | undefined {
    const [node] = this.nodesOf(text);
    return node && placeOfNode(node);
  }

  private nodesOf(text: string): ConfigNode[] {
    return [
      ...(this.texts.get(text.toLowerCase()) ?? []),
      ...this.patterns.filter(([pattern]) => pattern.test(text)).map(([, node]) => node),
    ];
  }

  /** Who was taken to exist, in a sentence. */
  assumption(assumed: readonly Lookup[]): string {
    return `Assumed to exist in your directory: ${this.listed(assumed)}; 'cdktf-aks-aad tenant pull' looks them up.`;
  }

  /** `group team-payments (aks.yaml:12), user erin@contoso.com (aks.yaml:13)`, the first dozen. */
  private listed(lookups: readonly Lookup[]): string {
    const words = this.sorted(lookups)
      .slice(0, LISTED)
      .map((lookup) => {
        const { file, line } = this.placeOf(lookup);
        return `${lookup.kind} ${lookup.value} (${line === undefined ? file : `${file}:${line}`})`;
      });
    const left = lookups.length - words.length;
    return [...words, ...(left > 0 ? [`${left} more`] : [])].join(', ');
  }

  /** In the order of the file. */
  private sorted(lookups: readonly Lookup[]): Lookup[] {
    const placed = lookups.map((lookup) => ({ lookup, ...this.placeOf(lookup) }));
    return placed
      .sort((one, other) => (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0))
      .map(({ lookup }) => lookup);
  }

  private read(node: ConfigNode): void {
    [...(node.entries?.values() ?? []), ...(node.items ?? [])].forEach((child) => this.read(child));
    const value = node.scalar?.value;
    if (typeof value !== 'string') {
      return;
    }
    if (PLACEHOLDER.test(value)) {
      this.patterns.push([patternOf(value), node]);
    } else {
      const key = value.toLowerCase();
      this.texts.set(key, [...(this.texts.get(key) ?? []), node]);
    }
  }

  /** Refuses all who are missing at once, each with where it is named and who may be meant. */
  refuse(missing: readonly Lookup[], people: People, tenantFile: string): void {
    if (missing.length > 0) {
      throw new ConfigError(this.problemsOf(missing, people, tenantFile));
    }
  }

  /** That somebody is missing, each with where it is named and who may be meant. */
  problemsOf(missing: readonly Lookup[], people: People, tenantFile: string): ConfigProblem[] {
    return this.sorted(missing).map((lookup) => ({
      ...this.placeOf(lookup),
      message: `there is no ${words(lookup)} in ${tenantFile}${nearest(lookup, people)}`,
    }));
  }
}

function placeOfNode({ origin }: ConfigNode): Omit<ConfigProblem, 'message'> {
  return { file: origin.file, ...origin.value, key: formatPath(origin.path) };
}

/** `{environment}-admins` as what it may become. */
function patternOf(text: string): RegExp {
  const parts = text.split(PLACEHOLDER).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i');
}

function words({ kind, by, value }: Lookup): string {
  const what = {
    objectId: ' with the object ID',
    mail: ' with the mail address',
    clientId: ' with the client ID',
  }[by as string];
  return `${kind}${what ?? ''} ${quote(value)}`;
}

function nearest({ kind, by, value }: Lookup, { users, groups, servicePrincipals }: People): string {
  const names = {
    userPrincipalName: users.map(({ userPrincipalName }) => userPrincipalName),
    mail: users.flatMap(({ mail }) => mail ?? []),
    displayName: (kind === 'group' ? groups : servicePrincipals).map(({ displayName }) => displayName),
  }[by as string];
  const inOtherCase = names?.find((name) => name.toLowerCase() === value.toLowerCase());
  if (inOtherCase !== undefined) {
    return `: the directory spells it ${quote(inOtherCase)}`;
  }
  const close = (names ?? [])
    .map((name) => ({ name, away: distance(name.toLowerCase(), value.toLowerCase()) }))
    .filter(({ away }) => away <= Math.max(2, value.length / 3))
    .sort((one, other) => one.away - other.away)
    .slice(0, GUESSES)
    .map(({ name }) => quote(name));
  return close.length > 0 ? `: did you mean ${close.join(' or ')}?` : '';
}
