import { Problem } from '../world/behaviour';
import { RecordedAttribute, RecordedBlock, RecordedProvider } from './recorded-provider';
import { BlockSchema } from './schema';
import { refusal } from './validators';
import { isList, isObject, State, Unknown, Value } from './values';

type Path = readonly (string | number)[];

const NOT_RECORDED: RecordedBlock = {};

/**
 * What the SDK refuses from the configuration alone: arguments that exclude each other or need each other, values that a
 * validator of the provider does not take, and too few or too many elements.
 *
 * A block that has other members in this version of the provider than in the recorded one is left out, as its rules may be others.
 *
 * Source: terraform-plugin-sdk v2, helper/schema/schema.go (validate), with the recorded schema.
 */
export function schemaProblems(
  block: BlockSchema,
  type: string,
  provider: RecordedProvider,
  config: State,
): Problem[] {
  const recorded = type.startsWith('data.')
    ? provider.dataSource(type.slice('data.'.length))
    : provider.resource(type);
  return recorded
    ? new Validation(type, provider, config).ofBlock(block, recorded.attributes, config, [])
    : [];
}

/** A member of a block for which there is something to check. */
interface CheckedMember {
  readonly name: string;
  readonly attribute: RecordedAttribute;

  /** Whether the rules of the member itself hold in this version. */
  readonly isOwn: boolean;

  /** The schema of its elements, where it is a block. */
  readonly nested?: BlockSchema;
}

interface CheckedBlock {
  readonly recorded: RecordedBlock;
  readonly members: readonly CheckedMember[];
}

const checked = new WeakMap<BlockSchema, CheckedBlock>();

/** The same for each resource of a type, of which there may be thousands. */
function checkedMembers(block: BlockSchema, recorded: RecordedBlock): readonly CheckedMember[] {
  const known = checked.get(block);
  if (known?.recorded === recorded) {
    return known.members;
  }
  const names = new Set([...Object.keys(block.attributes ?? {}), ...Object.keys(block.block_types ?? {})]);
  const isAsRecorded = [...names].every((name) => name in recorded || name === 'id' || name === 'timeouts');
  const members = Object.entries(recorded)
    .map(([name, attribute]): CheckedMember => {
      const nested = block.block_types?.[name]?.block;
      const isOwn = isAsRecorded && names.has(name) && (hasRules(attribute) || name === 'tags');
      return { name, attribute, isOwn, ...(nested && { nested }) };
    })
    .filter(({ isOwn, nested }) => isOwn || nested);
  checked.set(block, { recorded, members });
  return members;
}

function hasRules({ elem, validator, minItems, maxItems, ...others }: RecordedAttribute): boolean {
  const { exactlyOneOf, atLeastOneOf, requiredWith, conflictsWith } = others;
  const rules = [exactlyOneOf, atLeastOneOf, requiredWith, conflictsWith, minItems, maxItems, validator];
  return [...rules, elem?.validator].some((rule) => rule !== undefined);
}

class Validation {
  constructor(
    private readonly type: string,
    private readonly provider: RecordedProvider,
    private readonly config: State,
  ) {}

  ofBlock(block: BlockSchema, recorded: RecordedBlock, object: State, at: Path): Problem[] {
    return checkedMembers(block, recorded).flatMap(({ name, attribute, isOwn, nested }) => {
      const path = [...at, name];
      const value = object[name] ?? null;
      const own = isOwn
        ? [...this.ofAttribute(attribute, path), ...this.ofValue(attribute, path, value)]
        : [];
      const elements = nested && isList(value) ? value.filter(isObject) : [];
      const inside = elements.flatMap((element, i) =>
        this.ofBlock(nested!, attribute.block ?? NOT_RECORDED, element, [...path, i]),
      );
      return [...own, ...inside];
    });
  }

  /** Values that are known, and only where the schema has no block: of those Terraform itself counts the elements. */
  private ofValue(attribute: RecordedAttribute, at: Path, value: Value): Problem[] {
    if (attribute.block || value === null || value instanceof Unknown) {
      return [];
    }
    const name = at.join('.');
    if (isList(value)) {
      const { minItems = 0, maxItems = Infinity, elem } = attribute;
      const count = value.length;
      const tooFew = {
        summary: 'Not enough list items',
        detail: `Attribute ${name} requires ${minItems} item minimum, but config has only ${count} declared.`,
        path: at,
      };
      const tooMany = {
        summary: 'Too many list items',
        detail: `Attribute ${name} supports ${maxItems} item maximum, but config has ${count} declared.`,
        path: at,
      };
      const isOpen = value.some((element) => element instanceof Unknown);
      const ofElements = value.flatMap((element, i) => this.ofScalar(elem?.validator, [...at, i], element));
      return [
        ...(count < minItems ? [tooFew] : []),
        ...(count > maxItems && !isOpen ? [tooMany] : []),
        ...ofElements,
      ];
    }
    if (name === 'tags' && isObject(value)) {
      return tagProblems(value, at);
    }
    return this.ofScalar(attribute.validator, at, value);
  }

  private ofScalar(validator: number | undefined, at: Path, value: Value): Problem[] {
    if (validator === undefined || (typeof value !== 'string' && typeof value !== 'number')) {
      return [];
    }
    const name = at.join('.');
    const summary = refusal(this.provider.validator(validator), name, value, `${this.type}.${name}`);
    return summary === undefined ? [] : [{ summary, path: at }];
  }

  private ofAttribute(attribute: RecordedAttribute, at: Path): Problem[] {
    const name = at.join('.');
    const problem = (summary: string, detail: string): Problem => ({ summary, detail, path: at });
    const { exactlyOneOf = [], atLeastOneOf = [], requiredWith = [], conflictsWith = [] } = attribute;
    const problems: Problem[] = [];

    if (exactlyOneOf.length > 0) {
      const all = [...new Set([...exactlyOneOf, name])];
      const given = all.filter((path) => this.isGiven(path));
      const isOpen = all.some((path) => this.isUnknown(path));
      if (given.length === 0 && !isOpen) {
        problems.push(
          problem(
            'Invalid combination of arguments',
            `"${name}": one of ${quoted(exactlyOneOf)} must be specified`,
          ),
        );
      } else if (given.length > 1) {
        const detail = `"${name}": only one of ${quoted(exactlyOneOf)} can be specified, but ${quoted(given)} were specified.`;
        problems.push(problem('Invalid combination of arguments', detail));
      }
    }
    if (
      atLeastOneOf.length > 0 &&
      ![...atLeastOneOf, name].some((path) => this.isGiven(path) || this.isUnknown(path))
    ) {
      problems.push(
        problem('Missing required argument', `"${name}": one of ${quoted(atLeastOneOf)} must be specified`),
      );
    }
    if (this.isGiven(name)) {
      const missing = requiredWith.find((path) => !this.isGiven(path) && !this.isUnknown(path));
      if (missing !== undefined) {
        problems.push(
          problem('Missing required argument', `"${name}": all of ${quoted(requiredWith)} must be specified`),
        );
      }
      const conflicting = conflictsWith.find((path) => this.isGiven(path));
      if (conflicting !== undefined) {
        problems.push(
          problem('Conflicting configuration arguments', `"${name}": conflicts with ${conflicting}`),
        );
      }
    }
    return problems;
  }

  /** Whether a path has a value in the configuration: an empty text counts, a block that is not there does not. */
  private isGiven(path: string): boolean {
    const value = this.valueAt(path);
    return value !== null && !(value instanceof Unknown) && !(isList(value) && value.length === 0);
  }

  private isUnknown(path: string): boolean {
    return this.valueAt(path) instanceof Unknown;
  }

  private valueAt(path: string): Value {
    return path.split('.').reduce<Value>((value, step) => {
      if (isList(value)) {
        return value[Number(step)] ?? null;
      }
      return isObject(value) ? (value[step] ?? null) : value instanceof Unknown ? value : null;
    }, this.config);
  }
}

/** Source: go-azure-helpers, resourcemanager/tags, Validate; the recording has its messages. */
function tagProblems(tags: State, path: Path): Problem[] {
  const problems: Problem[] = [];
  if (Object.keys(tags).length > 50) {
    problems.push({ summary: 'a maximum of 50 tags can be applied to each ARM resource', path });
  }
  for (const [name, value] of Object.entries(tags)) {
    if (name.length > 512) {
      problems.push({
        summary: `the maximum length for a tag key is 512 characters: "${name}" is ${name.length} characters`,
        path,
      });
    }
    if (typeof value === 'string' && value.length > 256) {
      problems.push({
        summary: `the maximum length for a tag value is 256 characters: the value for "${name}" is ${value.length} characters`,
        path,
      });
    }
  }
  return problems;
}

function quoted(paths: readonly string[]): string {
  return `\`${paths.join(',')}\``;
}
