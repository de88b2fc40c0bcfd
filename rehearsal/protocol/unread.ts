import { isList, isObject, State, Value } from './values';

/** Attributes that no service reports, by their path, `*` for any element; each with what an import makes of it. */
export type Unread = Readonly<Record<string, Value>>;

/** A state as an import has it, which has read it for the first time. */
export function afterImport(state: State, unread: Unread = {}): State {
  return Object.entries(unread).reduce(
    (result, [path, value]) => withValue(result, path.split('.'), () => value) as State,
    state,
  );
}

/** A state that was read, with what only the state before can tell. */
export function afterRead(read: State, before: State, unread: Unread = {}): State {
  return Object.keys(unread).reduce(
    (result, path) => withValue(result, path.split('.'), keep, before) as State,
    read,
  );
}

function keep(before: Value): Value {
  return before;
}

/** Changes the value at the end of a path, given the value that is there in `beside`. */
function withValue(
  value: Value,
  [step, ...rest]: readonly string[],
  change: (beside: Value) => Value,
  beside: Value = null,
): Value {
  if (step === undefined) {
    return change(beside);
  }
  if (step === '*') {
    return isList(value)
      ? value.map((element, i) =>
          withValue(element, rest, change, isList(beside) ? (beside[i] ?? null) : null),
        )
      : value;
  }
  if (!isObject(value) || !(step in value)) {
    return value;
  }
  const member = isObject(beside) ? (beside[step] ?? null) : null;
  return { ...value, [step]: withValue(value[step]!, rest, change, member) };
}
