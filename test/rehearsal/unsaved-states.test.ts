import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rescueUnsavedStates } from '../../rehearsal/unsaved-states';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unsaved-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function stack(name: string, terraform: object, { isUnsaved }: { isUnsaved: boolean }) {
  const directory = join(folder, name);
  mkdirSync(directory);
  if (isUnsaved) {
    writeFileSync(join(directory, 'errored.tfstate'), '{}');
  }
  return { name, directory, json: { terraform } };
}

test('there is nothing to do when every state was written', () => {
  expect(rescueUnsavedStates([stack('identity', {}, { isUnsaved: false })])).toBe('');
});

test('a state that was not written is named with the command that writes it', () => {
  const stacks = [
    stack('identity', { backend: { pg: {} } }, { isUnsaved: false }),
    stack('cluster', { backend: { pg: {} } }, { isUnsaved: true }),
  ];
  const text = rescueUnsavedStates(stacks);

  expect(text).toContain("the state of stack 'cluster'");
  expect(text).toMatch(
    /^ {2}terraform -chdir=\S+cluster state push errored\.tfstate && rm \S+errored\.tfstate$/m,
  );
  expect(text).not.toContain('identity');
});

test.each(['', '{"version": 4, "resou'])(
  'a copy that a full disk has not taken is none to write: %j',
  (content) => {
    const unsaved = stack('identity', { backend: { local: {} } }, { isUnsaved: true });
    writeFileSync(join(unsaved.directory, 'errored.tfstate'), content);
    const text = rescueUnsavedStates([unsaved]);

    expect(text).toContain("the state of stack 'identity'");
    expect(text).toContain('start afresh with --fresh');
    expect(text).not.toContain('state push');
  },
);

test.each([
  ['cloud', { cloud: { organization: 'contoso', workspaces: { name: 'aks-access' } } }, 'contoso/aks-access'],
  [
    'remote',
    { backend: { remote: { organization: 'contoso', workspaces: { name: 'aks-access' } } } },
    'contoso/aks-access',
  ],
  [
    'cloud with tags',
    { cloud: { organization: 'contoso', workspaces: { tags: ['aks'] } } },
    "'contoso/<workspace>'",
  ],
])('with %s, the workspace that stays locked is unlocked first', (_, terraform, lock) => {
  const text = rescueUnsavedStates([stack('access', terraform, { isUnsaved: true })]);

  expect(text).toContain(`force-unlock -force ${lock} && terraform -chdir=`);
});
