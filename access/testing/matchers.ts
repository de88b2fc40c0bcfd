import { AccessAnswer, AccessPlace, AppAccess } from './app-access';

/** What a matcher hands back, to Jest and to Vitest. */
interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

interface MatcherContext {
  readonly isNot?: boolean;
}

/** The matchers for the result of `accessOf`, as `expect.extend()` of Jest and Vitest takes them. */
export const accessMatchers = {
  toAllow(
    this: MatcherContext,
    access: AppAccess,
    subject: string,
    verb: string,
    resource: string,
    place?: AccessPlace,
  ): MatcherResult {
    return resultOf(asked(access).can(subject, verb, resource, place), 'yes', this.isNot);
  },

  toDeny(
    this: MatcherContext,
    access: AppAccess,
    subject: string,
    verb: string,
    resource: string,
    place?: AccessPlace,
  ): MatcherResult {
    return resultOf(asked(access).can(subject, verb, resource, place), 'no', this.isNot);
  },

  toReachClusterAdmin(this: MatcherContext, access: AppAccess, subject: string): MatcherResult {
    return resultOf(asked(access).reachesClusterAdmin(subject), 'yes', this.isNot);
  },
};

/** An app by itself has no answers. */
function asked(access: AppAccess): AppAccess {
  if (typeof (access as Partial<AppAccess> | undefined)?.can !== 'function') {
    throw new Error('expect() has not got what accessOf() returns: write expect(accessOf(app))');
  }
  return access;
}

const WORDS = { yes: 'yes', partly: 'on some named objects', no: 'no', unknown: 'cannot be told' } as const;

/** What cannot be told fits neither an expectation nor its opposite. */
function resultOf(
  { answer, question, grants }: AccessAnswer,
  expected: 'yes' | 'no',
  isNot = false,
): MatcherResult {
  const pass = answer === 'unknown' ? isNot : answer === expected;
  const wanted = isNot ? `not ${expected}` : expected;
  const by =
    grants.length > 0
      ? grants.map((grant) => `\n  → ${grant}`).join('')
      : '\n  → no binding grants anything there';

  return { pass, message: () => `${question}?\nexpected: ${wanted}\nreceived: ${WORDS[answer]}${by}` };
}
