/** From when on it counts that something was taken away; the same is in docs/when-a-change-takes-effect.md, with sources. */
export const COUNTS = {
  binding: 'at once',
  membership: 'after 60 to 90 minutes, when the token that lists the groups has run out',
  azureRole: 'after some minutes, up to ten',
  adminKubeconfig: 'when the certificates are rotated',
  sessions: 'after 60 to 90 minutes, when the last token has run out',
} as const;
