import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { descendantsOf } from '../descendants';
import { isRunning, startOf } from '../../rehearsal/processes';
import { RehearsalFailed } from '../../rehearsal/rehearsal-failed';
import { WorkspaceLock } from '../../rehearsal/workspace-lock';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const acquire = () => WorkspaceLock.acquire(join(directory, 'aks.lock'), 'aks.yaml');
const hold = (holder: object) => writeFileSync(join(directory, 'aks.lock'), JSON.stringify(holder));

describe('the lock of a workspace', () => {
  test('is held by one process at a time, which is named', async () => {
    const lock = await acquire();
    await expect(acquire()).rejects.toThrow(
      new RehearsalFailed(`another rehearsal of aks.yaml is running (process ${process.pid})`),
    );

    lock.noteTerraforms([process.pid]);
    await expect(acquire()).rejects.toThrow('is running');
    lock.release();
    (await acquire()).release();
    expect(readdirSync(directory)).toEqual([]);
  });

  test('of a process that has died is taken over, also when its ID is in use again', async () => {
    hold({ pid: spawnSync('true').pid });
    (await acquire()).release();

    hold({ pid: process.pid, start: 'another time' });
    (await acquire()).release();
    expect(readdirSync(directory)).toEqual([]);
  });

  test.each(['', '{"pid":'])('of which nothing, or half, was written is taken over: %j', async (content) => {
    writeFileSync(join(directory, 'aks.lock'), content);

    (await acquire()).release();
    expect(readdirSync(directory)).toEqual([]);
  });

  test('is taken over only when what the dead process left running has ended', async () => {
    const child = spawn('sleep', ['0.3'], { detached: true });
    hold({ pid: spawnSync('true').pid, terraforms: [{ pid: child.pid, start: startOf(child.pid!) }] });

    (await acquire()).release();
    expect(isRunning(child.pid!)).toBe(false);
  });

  test('in a folder that cannot be one is refused', async () => {
    writeFileSync(join(directory, 'file'), '');

    await expect(WorkspaceLock.acquire(join(directory, 'file', 'aks.lock'), 'aks.yaml')).rejects.toThrow(
      'cannot be used as a folder',
    );
  });
});

test('the processes below a process are found by name, whoever started them', async () => {
  const child = spawn('sh', ['-c', 'sleep 5; true']);
  let found = descendantsOf(process.pid);
  while (!found.some(({ name }) => name === 'sleep')) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    found = descendantsOf(process.pid);
  }

  expect(found.find(({ pid }) => pid === child.pid)).toBeDefined();
  found.filter(({ name }) => name === 'sleep').forEach(({ pid }) => process.kill(pid));
});
