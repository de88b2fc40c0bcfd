/** What checkov may find in one configuration. */
export interface Policy {
  /** The configuration, relative to the repository. */
  readonly config: string;

  /** Checks that may fail, and the opt-in that satisfies each. One that does not fail is a complaint, too. */
  readonly allowed: Readonly<Record<string, string>>;
}

/** The defaults fail only what costs money, needs something that exists already, or could lock the deployer out. */
export const POLICIES: readonly Policy[] = [
  {
    config: 'aks.yaml',
    allowed: {
      CKV_AZURE_4: 'container logs need a Log Analytics workspace',
      CKV_AZURE_6: 'authorized IP ranges must contain the machine that deploys',
      CKV_AZURE_115: 'a private cluster can only be reached from inside its network',
      CKV_AZURE_117: 'a disk encryption set needs a key of your own',
      CKV_AZURE_170: 'an uptime SLA costs money',
      CKV_AZURE_226: 'an ephemeral OS disk needs a size of machines that has room for it',
      CKV_AZURE_227: 'encryption at the host must be turned on for the subscription',
      CKV_AZURE_232: 'system pods alone on their nodes need a second node pool',
    },
  },
  { config: 'examples/all-opt-ins.yaml', allowed: {} },
];
