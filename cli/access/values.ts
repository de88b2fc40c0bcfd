/** What `access` was called with. */
export interface Values {
  readonly config?: string;
  readonly cluster?: string;
  readonly tenant?: string;
  readonly strict: boolean;
  readonly output?: string;
  readonly format?: string;
  readonly against?: string;
  readonly check: boolean;
  readonly revoke?: string;
  readonly for?: string;
  readonly live: boolean;
  readonly used: readonly string[];
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly names: boolean;
}
