/** Advisories of severity high that are known, such as `GHSA-xxxx-xxxx-xxxx`, and why none of them reaches users. */
export const ACCEPTED_ADVISORIES: Readonly<Record<string, string>> = {};
