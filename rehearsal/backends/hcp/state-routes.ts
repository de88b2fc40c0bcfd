import { Call, Permissions, Routes } from './call';
import { ApiError, dataOf, ok } from './json-api';
import { Organization } from './organization';
import { outputsJson, StateVersion, versionJson } from './state-versions';

/** Where states are kept, and how Terraform gets at them. */
export interface StateStore {
  /** Address of the service, which the addresses of contents begin with. */
  readonly origin: string;

  /** Whether new states are refused. */
  readonly isReadOnly: boolean;
}

/** What the API has about states. */
export function stateRoutes(
  organization: Organization,
  permissions: Permissions,
  store: () => StateStore,
): Routes {
  const current = (call: Call): StateVersion => {
    const version = permissions.readable(call).states.current;
    if (!version) {
      throw ApiError.notFound();
    }
    return version;
  };
  const version = ({ parts, principal }: Call): StateVersion => {
    const owner = organization.workspaces.find(({ states }) => states.find(parts[0]!) !== undefined);
    return permissions.visible(owner, principal).states.find(parts[0]!)!;
  };

  return {
    'GET /workspaces/*/current-state-version': (call) => ok(versionJson(current(call), store().origin)),
    'GET /workspaces/*/current-state-version-outputs': (call) =>
      ok(outputsJson(current(call), { reveal: false })),
    'POST /workspaces/*/state-versions': (call) => {
      const workspace = permissions.writable(call);
      workspace.requireLock(call.principal);
      if (store().isReadOnly) {
        throw new ApiError(422, 'unprocessable', 'State versions are not taken at the moment');
      }
      const added = workspace.states.add(dataOf(call.request).attributes ?? {});
      return ok(versionJson(added, store().origin), 201);
    },

    'GET /state-versions/*': (call) => ok(versionJson(version(call), store().origin)),
    'GET /state-versions/*/content': (call) => ({ status: 200, body: version(call).content }),
    'GET /state-version-outputs/*': (call) => {
      const [id] = call.parts;
      const [, owner] = /^wsout-(sv-[^-]+)-/.exec(id!) ?? [];
      const outputs = outputsJson(version({ ...call, parts: [owner ?? ''] }), { reveal: true });
      return ok(outputs.find((output) => output.id === id));
    },
  };
}
