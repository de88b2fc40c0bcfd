#!/usr/bin/env node
'use strict';

// The commands are a package of their own, so that whoever uses the constructs need not install what the commands need.
// This runs that package, the one of the project or the one that was installed beside this.

const { spawnSync } = require('node:child_process');
const { constants } = require('node:os');
const { dirname, join } = require('node:path');
const { version } = require('../package.json');

const COMMANDS = 'cdktf-aks-aad-app';

const args = process.argv.slice(2);
const installed = installedCommands();
if (installed) {
  require(installed);
} else if (args[0] === 'init') {
  process.exitCode = throughNpx();
} else {
  console.error(
    `The commands of cdktf-aks-aad are a package of their own, which is not installed here:\n\n` +
      `  npm install --save-dev ${COMMANDS}@${version}\n\n` +
      `For a new project: npx cdktf-aks-aad init <folder>`,
  );
  process.exitCode = 1;
}

function installedCommands() {
  let packageFile;
  try {
    packageFile = require.resolve(`${COMMANDS}/package.json`, { paths: [process.cwd(), __dirname] });
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') {
      throw error;
    }
    return undefined;
  }
  return join(dirname(packageFile), require(packageFile).bin[COMMANDS]);
}

/** A new project has nothing installed yet. */
function throughNpx() {
  // Ctrl-C reaches the command as well, and that decides when to end.
  process.on('SIGINT', () => {});
  const [file, ...before] = npx();
  const { status, signal, error } = spawnSync(file, [...before, `${COMMANDS}@${version}`, ...args], {
    stdio: 'inherit',
    // Writing a project takes none of the peers, which are hundreds of megabytes.
    env: { ...process.env, npm_config_legacy_peer_deps: 'true' },
  });
  if (error) {
    console.error(`npx cannot be run (${error.message}): install Node.js with npm, or ${COMMANDS} by hand`);
    return 1;
  }
  return status ?? 128 + constants.signals[signal];
}

/** On Windows `npx` is a script for a shell, to which the arguments would be text; what it runs is beside Node.js. */
function npx() {
  return process.platform === 'win32'
    ? [process.execPath, join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npx-cli.js')]
    : ['npx'];
}
