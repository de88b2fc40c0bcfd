import { createHash } from 'node:crypto';
/** A change of one key of the cluster's section of aks.yaml, on a cluster that exists. */
export interface Change {
  /** Path of the key, such as `network.podCidr`; `nodePools[]` is the one further pool of the rehearsed cluster. */
  readonly key: string;

  /** The value that the cluster was deployed with; left out: the key was not set. */
  readonly from?: unknown;

  /** The value that it gets; left out: the key is removed. */
  readonly to?: unknown;

  /** What else the cluster was deployed with, key to value. */
  readonly beside?: Readonly<Record<string, unknown>>;

  /** Major version of azurerm that has the key; left out: 4. */
  readonly azurerm?: '5';

  /** What of `beside` decides the outcome, in words. */
  readonly where?: string;
}

type Section = Record<string, unknown>;

/** The configuration of the rehearsed cluster before or after a change. */
export function configured(base: Section, change: Change, side: 'from' | 'to'): Section {
  const config = structuredClone(base);
  const values = { ...change.beside, [change.key]: change[side] };

  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined) {
      put(config, key.split('.'), key === 'nodeAccess.sshPublicKey' ? publicKey(value as string) : value);
    }
  }
  return config;
}

/** A well-formed key for one that only stands for itself, as in `ssh-ed25519 AAAA`. */
function publicKey(name: string): string {
  const part = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);
  const key = createHash('sha256').update(name).digest();

  return `ssh-ed25519 ${Buffer.concat([part(Buffer.from('ssh-ed25519')), part(key)]).toString('base64')}`;
}

function put(config: Section, [step = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    config[step] = structuredClone(value);
    return;
  }
  if (step.endsWith('[]')) {
    const list = step.slice(0, -2);
    const [first = {}] = (config[list] as Section[] | undefined) ?? [];
    config[list] = [first];
    put(first, rest, value);
    return;
  }
  const section = (config[step] as Section | undefined) ?? {};
  config[step] = section;
  put(section, rest, value);
}
