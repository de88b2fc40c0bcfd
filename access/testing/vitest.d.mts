import 'vitest';
import type { AccessPlace } from './app-access.js';

export * from './index.js';

interface AccessMatchers<R> {
  /** Whether somebody can do it, in a namespace or in the whole cluster. */
  toAllow(subject: string, verb: string, resource: string, place?: AccessPlace): R;

  /** Whether somebody can do it nowhere there, not even with some named objects. */
  toDeny(subject: string, verb: string, resource: string, place?: AccessPlace): R;

  /** Whether somebody is cluster administrator or can become one. */
  toReachClusterAdmin(subject: string): R;
}

declare module 'vitest' {
  // oxlint-disable-next-line typescript/no-explicit-any, typescript/no-empty-object-type -- as Vitest has it
  interface Assertion<T = any> extends AccessMatchers<void> {}
}
