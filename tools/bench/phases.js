'use strict';
// Loaded first in an app; at its end tells when it had got how far, in milliseconds since its start.

const { writeSync } = require('node:fs');
const { createRequire } = require('node:module');

/** File descriptor that the benchmark reads. */
const REPORT = 3;

const { App } = createRequire(process.argv[1])('cdktf');
const phases = {};

/** Notes when a method of the app is first called. */
function note(method, phase) {
  const original = App.prototype[method];
  App.prototype[method] = function (...args) {
    phases[phase] ??= performance.now();
    return original.apply(this, args);
  };
}

// The constructor of an App calls loadContext().
note('loadContext', 'imported');
note('synth', 'defined');
process.on('exit', () => writeSync(REPORT, JSON.stringify({ ...phases, synthesized: performance.now() })));
