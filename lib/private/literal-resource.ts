import { IResolvable, TerraformResource, TerraformStack } from 'cdktf';

type Blocks = Record<string, Record<string, object>>;

/**
 * Spares cdktf the search for tokens in a resource that has none.
 *
 * cdktf looks for tokens in every text of a resource three times: for references between stacks, on the way to JSON, and
 * once more in the whole stack. That is more than half of the time that thousands of bindings take. Here each text is
 * looked at once in each of the first two, by what every token has in it, and the arguments go into the JSON as they are.
 */
export function skipTokenSearch(resource: TerraformResource): void {
  const toTerraform = resource.toTerraform.bind(resource) as () => { resource?: Blocks };

  resource.toTerraform = () => {
    const configuration = toTerraform();
    if (!isOverridden(resource)) {
      for (const byName of Object.values(configuration.resource ?? {})) {
        for (const [name, block] of Object.entries(byName)) {
          byName[name] = isPlain(block) ? asLiteral(block) : block;
        }
      }
    }
    return configuration;
  };
}

/**
 * Makes an object a token that resolves to the object itself. Whatever else looks at it finds its own properties, as
 * before.
 */
function asLiteral<T extends object>(block: T): T {
  const resolve: IResolvable['resolve'] = (context) => {
    // cdktf searches the result of a token as well, but not that of its post-processor.
    context.registerPostProcessor({ postProcess: () => block });
  };

  return Object.defineProperty(block, 'resolve', { value: resolve });
}

/** Whether the stack itself overrides arguments of resources, which cdktf merges into theirs. */
function isOverridden(resource: TerraformResource): boolean {
  const { resource: overrides } = TerraformStack.of(resource)['rawOverrides'] as { resource?: object };

  return overrides !== undefined;
}

/** Whether a value is the same in JSON with and without the search; when in doubt, it is not. */
function isPlain(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
      // Tokens, and expressions, which cdktf looks into: `${…}`, `#{…}`; of numbers in a text: `-1.8e+289`.
      return !value.includes('{') && !value.includes('e+');
    case 'number':
      // Tokens of numbers are beyond.
      return Math.abs(value) < Number.MAX_SAFE_INTEGER;
    case 'object':
      return isPlainObject(value);
    default:
      return typeof value === 'boolean' || value === undefined;
  }
}

function isPlainObject(value: object | null): boolean {
  if (value === null) {
    return true;
  }
  if (Array.isArray(value)) {
    return value.every((item) => item !== undefined && isPlain(item));
  }
  return (
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.entries(value).every(([key, item]) => isPlain(key) && isPlain(item))
  );
}
