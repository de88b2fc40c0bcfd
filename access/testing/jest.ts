import { expect } from '@jest/globals';
import { accessMatchers } from './matchers';
import type { AccessPlace } from './app-access';

export * from './index';

interface AccessMatchers<R> {
  /** Whether somebody can do it, in a namespace or in the whole cluster. */
  toAllow(subject: string, verb: string, resource: string, place?: AccessPlace): R;

  /** Whether somebody can do it nowhere there, not even with some named objects. */
  toDeny(subject: string, verb: string, resource: string, place?: AccessPlace): R;

  /** Whether somebody is cluster administrator or can become one. */
  toReachClusterAdmin(subject: string): R;
}

/** For the global `expect` of `@types/jest`. */
declare global {
  // oxlint-disable-next-line typescript/no-namespace -- that is how Jest's matchers are declared
  namespace jest {
    // oxlint-disable-next-line typescript/no-empty-object-type -- must have the parameters of Jest's own
    interface Matchers<R, T = {}> extends AccessMatchers<R> {}
  }
}

/** For `expect` of `@jest/globals`. */
declare module 'expect' {
  // oxlint-disable-next-line typescript/no-empty-object-type -- must have the parameters of Jest's own
  interface Matchers<R extends void | Promise<void>, T = unknown> extends AccessMatchers<R> {}
}

expect.extend(accessMatchers);
