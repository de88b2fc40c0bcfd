import { startBackend } from '../../../rehearsal/backends/start-backend';
import { StackJson } from '../../../rehearsal/workspace';

const CLOUD = { organization: 'contoso', workspaces: { tags: ['aks', 'stack:access'] } };

test.each<[string, StackJson['terraform'], RegExp]>([
  ['local files', {}, /local files, which is what a rehearsal does anyhow/],
  ['a service of somebody else', { backend: { gcs: { bucket: 'b' } } }, /there is no 'gcs' to start/],
  // Terraform would ask for the name of a workspace, and wait.
  [
    'workspaces by tags',
    { cloud: CLOUD },
    /workspaces by tags must exist .*leave --backend out, or state.tags/,
  ],
])('a rehearsal in %s is refused before anything is started', async (_, terraform, message) => {
  const stack = {
    name: 'access',
    directory: '/nowhere',
    dependencies: [],
    warnings: [],
    json: { terraform },
  };

  await expect(startBackend([stack])).rejects.toThrow(message);
});
