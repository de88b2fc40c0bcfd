/** From when on the loss of something counts, in a word. */
export const WHEN = {
  binding: 'at once',
  membership: 'after 60 to 90 minutes',
  azureRole: 'after some minutes, up to ten',
  eligible: 'at once for whoever has not activated it',
} as const;

/** The same in full; docs/when-a-change-takes-effect.md has it, too, with sources. */
export const COUNTS = {
  binding: WHEN.binding,
  membership: `${WHEN.membership}, when the token that lists the groups has run out`,
  azureRole: WHEN.azureRole,
  eligible: `${WHEN.eligible}; an activation may last until its end`,
  adminKubeconfig: 'when the certificates are rotated',
  sessions: `${WHEN.membership}, when the last token has run out`,
} as const;
