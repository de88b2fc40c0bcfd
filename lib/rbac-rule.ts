/** Something that a role allows: verbs on resources, or on URLs that are no resources. */
export interface RbacRule {
  /** What may be done: `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection` and others. */
  readonly verbs: string[];

  /**
   * With what: plurals such as `pods`, subresources such as `pods/log`. Resources that are not built into Kubernetes have
   * their API group behind a period, `certificates.cert-manager.io`, or in `apiGroups`.
   *
   * @default - none; `nonResourceUrls` is then required
   */
  readonly resources?: string[];

  /**
   * API groups of all the resources; `''` is the core group.
   *
   * @default - the group of each resource
   */
  readonly apiGroups?: string[];

  /**
   * Names of the objects that the rule is limited to. It cannot limit `create` and `deletecollection`.
   *
   * @default - all objects
   */
  readonly resourceNames?: string[];

  /**
   * Paths such as `/metrics` or `/healthz/*`, of cluster roles only.
   *
   * @default - none; `resources` is then required
   */
  readonly nonResourceUrls?: string[];
}
