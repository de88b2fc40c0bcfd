import { randomBytes } from 'node:crypto';

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** Who a token stands for: somebody who manages the organization, or one run of one workspace. */
export type Principal =
  | { readonly kind: 'user'; readonly name: string }
  | { readonly kind: 'run'; readonly workspace: string };

/** IDs of the stand-in are as long as those of the service. */
export function newId(kind: string): string {
  return `${kind}-${randomBytes(12).toString('base64url').replace(/[-_]/g, 'x').slice(0, 16)}`;
}
