import { expect } from '@jest/globals';
import { accessMatchers } from './matchers';
import type { AccessPlace } from './app-access';

export * from './index';

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- that is how Jest's matchers are declared
  namespace jest {
    // oxlint-disable-next-line typescript/no-empty-object-type -- must have the parameters of Jest's own
    interface Matchers<R, T = {}> {
      /** Whether somebody can do it, in a namespace or in the whole cluster. */
      toAllow(subject: string, verb: string, resource: string, place?: AccessPlace): R;

      /** Whether somebody can do it nowhere there, not even with some named objects. */
      toDeny(subject: string, verb: string, resource: string, place?: AccessPlace): R;

      /** Whether somebody is cluster administrator or can become one. */
      toReachClusterAdmin(subject: string): R;
    }
  }
}

expect.extend(accessMatchers);
