import { SynthesizedStack } from './workspace';

type Block = Readonly<Record<string, unknown>>;

/** Where a state will be. */
interface Place {
  /** What the service calls a state, such as `blob`. */
  readonly kind: string;

  /** What tells the states of the stacks apart. */
  readonly name: string;

  /** What they have in common. */
  readonly place: string;

  /** Whether nothing keeps a second run out. */
  readonly isUnlocked?: boolean;
}

const LOCAL =
  'local files, which is for trying out: they hold secrets in clear text, have no lock that others see, and are lost with the folder';

/** How many states are told by name. */
const NAMED = 3;

/** Where the state of each stack will be once it is deployed for real. */
export function describeState(stacks: readonly SynthesizedStack[]): string {
  const places = stacks.map(({ json: { terraform } }) =>
    terraform.cloud ? placeIn('cloud', terraform.cloud) : placeOf(terraform.backend),
  );
  if (places.some((place) => place === undefined)) {
    return LOCAL;
  }

  const known = places.filter((place) => place !== undefined);
  const groupOf = ({ kind, place }: Place): string => kind + place;
  const groups = new Set(known.map(groupOf));
  return [...groups].map((group) => describeGroup(known.filter((one) => groupOf(one) === group))).join('; ');
}

function describeGroup(places: readonly Place[]): string {
  const [{ kind, place }] = places as [Place];
  const names = places.map(({ name }) => name).filter(Boolean);
  const rest = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  const lock = places.some(({ isUnlocked }) => isUnlocked) ? ', without a lock' : '';

  const plural = kind.endsWith('s') ? 'es' : 's';
  const listed = names.length > 0 ? ` ${names.slice(0, NAMED).join(', ')}${rest}` : '';
  return `${kind}${names.length > 1 ? plural : ''}${listed}${place}${lock}`;
}

/** Undefined for local files, which are also what a stack without a backend has. */
function placeOf(backend: Readonly<Record<string, Block>> = {}): Place | undefined {
  const [[name, block] = ['local', {}] as const] = Object.entries(backend);
  return name === 'local' ? undefined : placeIn(name, block);
}

function placeIn(backend: string, block: Block): Place {
  const text = (name: string): string => (typeof block[name] === 'string' ? block[name] : '');
  const object = (name: string, of: string): Place => ({
    kind: 'object',
    name,
    place: ` in bucket '${text('bucket')}' of ${of}`,
  });

  switch (backend) {
    case 'cloud':
    case 'remote':
      return workspace(block, text('organization'), text('hostname') || 'app.terraform.io');
    case 'azurerm':
      return {
        kind: 'blob',
        name: text('key'),
        place: ` in container '${text('container_name')}' of storage account '${text('storage_account_name')}'`,
      };
    case 's3':
      return { ...object(text('key'), 'S3'), isUnlocked: !block.use_lockfile && !block.dynamodb_table };
    case 'gcs':
      return object(`${text('prefix')}/default.tfstate`, 'Google Cloud');
    case 'cos':
      return object(`${text('prefix')}/${text('key')}`, 'Tencent Cloud');
    case 'oss':
      return {
        ...object(`${text('prefix')}/${text('key')}`, 'Alibaba Cloud'),
        isUnlocked: !block.tablestore_table,
      };
    case 'http':
      return {
        kind: 'address',
        name: withoutCredentials(text('address')),
        place: '',
        isUnlocked: !block.lock_address,
      };
    case 'pg':
      return {
        kind: 'schema',
        name: text('schema_name'),
        place: ' of the PostgreSQL database in PG_CONN_STR',
      };
    case 'kubernetes':
      return {
        kind: 'Secret',
        name: `tfstate-default-${text('secret_suffix')}`,
        place: ` in namespace '${text('namespace') || 'default'}' of a Kubernetes cluster`,
      };
    case 'consul':
      return { kind: 'key', name: text('path'), place: ' of Consul', isUnlocked: block.lock === false };
    default:
      return { kind: `in the backend '${backend}'`, name: '', place: '' };
  }
}

function workspace({ workspaces }: Block, organization: string, host: string): Place {
  const { name, prefix, tags } = (workspaces ?? {}) as { name?: string; prefix?: string; tags?: unknown };
  const byTags = Array.isArray(tags) ? `tagged ${tags.join(' + ')}` : '';

  return {
    kind: 'workspace',
    name: name ?? (prefix ? `${prefix}*` : byTags),
    place: ` of organization '${organization}' at ${host}`,
  };
}

/** An app of your own may have them in an address. */
function withoutCredentials(address: string): string {
  return address.replace(/\/\/[^/]*@/, '//').replace(/\?.*$/, '');
}
