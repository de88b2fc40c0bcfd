/**
 * Builds a provider resource without recording where.
 *
 * cdktf formats a complete stack trace for every nested block of a resource: fifty for a cluster. That is about a sixth of
 * the time that a binding takes from definition to JSON, and several times as much under a loader with source maps. The
 * trace is shown only when a token made from that very block fails to resolve, and those tokens stay private to the
 * construct.
 *
 * An error that `build` throws keeps its trace: V8 formats it when it is first read, which is later.
 */
export function withoutStackTraces<T>(build: () => T): T {
  // oxlint-disable-next-line typescript/unbound-method -- put back as it was, never called here
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = () => '';

  try {
    return build();
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}
