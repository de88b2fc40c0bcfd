import { BackendName, StateBackend } from './state-backend';

/** How the lock of a backend shows. */
interface Lock {
  /** What Terraform says to a second writer. */
  readonly refused: RegExp;

  /** Whether the lock outlives a holder that is killed. */
  readonly isLeftBehind: boolean;

  /** The lock's ID in what Terraform says. */
  readonly id?: RegExp;

  /** Who holds it, and where one finds that. */
  readonly tell: (backend: StateBackend) => Promise<string>;
}

/**
 * The locks of the backends. With all of them but azurerm, the "Lock Info" that a second writer sees is their own, and the
 * holder is to be found elsewhere.
 */
export const LOCKS: Record<BackendName, Lock> = {
  http: {
    refused: /HTTP remote state already locked/,
    isLeftBehind: true,
    id: /already locked: ID=(\S+)/,
    tell: async (backend) => `server names ${await backend.lockHolder()}`,
  },
  azurerm: {
    refused: /state blob is already locked.*Who: \S+/,
    isLeftBehind: true,
    id: /Lock Info: ID: (\S+)/,
    tell: () => Promise.resolve('Terraform names the holder'),
  },
  pg: {
    // The first deployment of a stack holds another lock, which all stacks share.
    refused: /(Workspace is already locked|Already locked for workspace creation)/,
    // An advisory lock is the connection's, and so the process's.
    isLeftBehind: false,
    tell: async (backend) => `database names ${await backend.lockHolder()}`,
  },
  hcp: {
    refused: /workspace already locked/,
    isLeftBehind: true,
    id: /lock ID: "([^"]+)"/,
    tell: async (backend) => `workspace names ${await backend.lockHolder()}`,
  },
};

/** The ID that `terraform force-unlock` wants. */
export function lockIdIn(backend: BackendName, text: string): string | undefined {
  return LOCKS[backend].id?.exec(text)?.[1];
}
