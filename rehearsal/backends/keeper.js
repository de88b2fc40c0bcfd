'use strict';

// Starts the command behind the name of this file, prints its process ID, waits for the end of its own input, and cleans up. The input
// ends with `stop()` of leash.ts, and with the process that has called this one, even when that is killed and cannot do anything about it.

const { spawn } = require('node:child_process');
const { rmSync } = require('node:fs');

const { LEASH_FOLDER: folder, LEASH_SIGNAL: signal, ...env } = process.env;
const [file, ...args] = process.argv.slice(2);

const child = spawn(file, args, {
  cwd: folder,
  env,
  stdio: ['ignore', 'inherit', 'inherit'],
  windowsHide: true,
});
child.on('error', (error) => console.error(error.message));
if (child.pid === undefined) {
  process.exitCode = 1;
} else {
  console.log(String(child.pid));
}
let hasEnded = child.pid === undefined;
child.on('exit', () => (hasEnded = true));

// Whoever reads along may be gone.
[process.stdout, process.stderr].forEach((stream) => stream.on('error', () => undefined));

process.stdin.resume().on('end', () => {
  const cleanUp = () => {
    // Windows gives files free a little later.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    process.exit();
  };
  if (hasEnded) {
    cleanUp();
  } else {
    child.on('exit', cleanUp);
    child.kill(signal);
  }
});
