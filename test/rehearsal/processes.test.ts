import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isRunning, killGroup, OWN_GROUP } from '../../rehearsal/processes';

test('a group ends with all that it has started', async () => {
  const script = `const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
    console.log(child.pid);
    setInterval(() => 0, 1000);`;
  const parent = spawn(process.execPath, ['-e', script], {
    ...OWN_GROUP,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [chunk] = (await once(parent.stdout, 'data')) as [Buffer];
  const child = Number(chunk.toString());
  expect([isRunning(parent.pid!), isRunning(child)]).toEqual([true, true]);

  const ended = once(parent, 'close');
  killGroup(parent.pid!);
  await ended;
  while (isRunning(child)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(isRunning(parent.pid!)).toBe(false);

  // Nobody minds that it is gone.
  expect(() => killGroup(parent.pid!)).not.toThrow();
});

test('Windows ends trees by taskkill, and has told Terraform of a Ctrl-C itself', () => {
  const { platform } = process;
  const run = jest.fn();
  const kill = jest.spyOn(process, 'kill').mockReturnValue(true);
  Object.defineProperty(process, 'platform', { value: 'win32' });
  jest.resetModules();
  jest.doMock('node:child_process', () => ({ spawnSync: run }));
  try {
    const there = jest.requireActual<typeof import('../../rehearsal/processes')>('../../rehearsal/processes');
    expect(there.OWN_GROUP).toEqual({ detached: false });
    there.interruptGroup(4711);
    there.killGroup(4711);

    expect(run.mock.calls).toEqual([['taskkill', ['/pid', '4711', '/t', '/f'], { windowsHide: true }]]);
    expect(kill).not.toHaveBeenCalled();
  } finally {
    Object.defineProperty(process, 'platform', { value: platform });
    jest.dontMock('node:child_process');
    kill.mockRestore();
  }
});
