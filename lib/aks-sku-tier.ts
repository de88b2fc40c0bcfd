/** Service level of the control plane. */
export enum AksSkuTier {
  /** No uptime guarantee. */
  FREE = 'Free',

  /** Uptime SLA. Billed by the hour. */
  STANDARD = 'Standard',

  /** Uptime SLA and long-term support: two years for a minor version instead of one. Billed by the hour. */
  PREMIUM = 'Premium',
}
