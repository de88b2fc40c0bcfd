import { AttributeSchema, BlockSchema, NestedBlockSchema } from '../protocol/schema';
import { CtyType, isList, isObject, mapValues, State, Unknown, Value } from '../protocol/values';
import { Context } from '../world/behaviour';
import { text } from '../world/attributes';

/** The object whose values are made up. */
export interface Subject {
  /** What it is called, or else a part of its ID. */
  readonly label: string;
  readonly id: string;
  readonly context: Context;
}

/** A key that programs can read, and nobody has the other half of. */
const SSH_KEY_PREFIX = 'AAAAC3NzaC1lZDI1NTE5AAAAI';

/** Texts of a form that something may depend on, by the name of the attribute; the first that matches. */
const FORMS: readonly (readonly [name: RegExp, text: (subject: Subject, name: string) => string])[] = [
  [/(^|_)tenant_id$/, ({ context }) => context.tenant.tenantId],
  [/(^|_)subscription_id$/, ({ context }) => context.tenant.subscriptionId],
  [/_resource_id$/, ({ id }) => id],
  [/(^|_)versionless_id$/, ({ id }) => id.replace(/\/[0-9a-f]{32}$/, '')],
  [/(^|_)([a-z]*id|guid|uuid|uid)$/, ({ id, context }, name) => context.uuid(id, name)],
  [/(^|_)(url|uri|endpoint)$/, ({ label }) => `https://${label}.rehearsal.invalid/`],
  [/(^|_)(fqdn|host|hostname|server|domain)$/, ({ label }) => `${label}.rehearsal.invalid`],
  // Of the block that is kept for documentation, RFC 5737.
  [/(^|_)(ip|ip_address)$/, () => '192.0.2.1'],
  [/openssh$/, (subject, name) => `ssh-ed25519 ${SSH_KEY_PREFIX}${hashOf(subject, name).padEnd(43, 'A')}`],
  [/(^|_)(at|date|time|timestamp|rfc3339)$/, () => '2026-01-01T00:00:00Z'],
  [/json$/, () => '{}'],
];

/**
 * An object with a value for everything that is still unknown, the same in every rehearsal.
 *
 * Nobody knows what the service would answer, so a value only has the type that it must have and, where its name tells, a form.
 * What may be written and is not is empty, for lists and the like.
 */
export function withMadeUpValues(block: BlockSchema, object: State, subject: Subject): State {
  return {
    ...attributesOf(block.attributes, object, subject),
    ...mapValues(block.block_types ?? {}, (nested, name) => nestedOf(nested, object[name] ?? null, subject)),
  };
}

function attributesOf(attributes: BlockSchema['attributes'] = {}, object: State, subject: Subject): State {
  return mapValues(attributes, (attribute, name) => {
    const value = object[name] ?? null;
    if (value instanceof Unknown) {
      return name === 'id' ? value : unwritten(attribute, name, object, subject);
    }
    const { nested_type: nested } = attribute;
    return nested
      ? eachOf(value, nested.nesting_mode, (one) => attributesOf(nested.attributes, one, subject))
      : value;
  });
}

function nestedOf({ nesting_mode: mode, block }: NestedBlockSchema, value: Value, subject: Subject): Value {
  return eachOf(value, mode, (one) => withMadeUpValues(block, one, subject));
}

/** Changes each object in what stands for one or more of them. */
function eachOf(value: Value, mode: string, change: (one: State) => State): Value {
  const changeOne = (one: Value): Value => (isObject(one) ? change(one) : one);
  if (isList(value)) {
    return value.map(changeOne);
  }
  return mode === 'map' && isObject(value) ? mapValues(value, changeOne) : changeOne(value);
}

function unwritten(
  { type, optional }: AttributeSchema,
  name: string,
  object: State,
  subject: Subject,
): Value {
  const isCollection = typeof type !== 'string' && type[0] !== 'object';
  if (optional && (isCollection || type === 'number')) {
    return isCollection ? (type[0] === 'map' ? {} : []) : 0;
  }
  return madeUp(type, name, object, subject);
}

function madeUp(type: CtyType, name: string, object: State, subject: Subject): Value {
  switch (typeof type === 'string' ? type : type[0]) {
    case 'string':
      return madeUpText(name, object, subject);
    case 'number':
      return 1;
    case 'bool':
      return false;
    case 'list':
    case 'set':
      return [madeUp(type[1] as CtyType, name, object, subject)];
    case 'object':
      return mapValues(type[1] as Readonly<Record<string, CtyType>>, (member, inner) =>
        madeUp(member, inner, {}, subject),
      );
    default:
      return {};
  }
}

function madeUpText(name: string, object: State, subject: Subject): string {
  const { length } = object;
  if (name === 'result' && typeof length === 'number') {
    // Of as many characters as was asked for.
    return `a${hashOf(subject, name)}`.padEnd(length, '0').slice(0, length);
  }
  const form = FORMS.find(([pattern]) => pattern.test(name));
  return form ? form[1](subject, name) : `${name.replaceAll('_', '-')}-${hashOf(subject, name).slice(0, 8)}`;
}

function hashOf({ id, context }: Subject, name: string): string {
  return context.uuid(id, name).replaceAll('-', '');
}

/** What an object is called, in letters that any name may have. */
export function labelOf(object: State, id: string): string {
  const label = (text(object, 'name') ?? id.split('/').pop() ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-');
  return label.replace(/^-+|-+$/g, '') || 'x';
}
