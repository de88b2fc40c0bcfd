'use strict';
// Loaded first in an app; at its end tells how often cdktf has done what costs.

const { writeSync } = require('node:fs');
const { createRequire } = require('node:module');

/** File descriptor that the benchmark reads. */
const REPORT = 3;

const load = createRequire(process.argv[1]);
const stackTrace = load('cdktf/lib/tokens/private/stack-trace');
const { TokenString } = load('cdktf/lib/tokens/private/encoding');
const { App } = load('cdktf');

const counts = { traces: 0, strings: 0, nodes: 0 };

const { captureStackTrace } = stackTrace;
stackTrace.captureStackTrace = (...args) => {
  const lines = captureStackTrace(...args);
  counts.traces += lines.length > 0 ? 1 : 0;
  return lines;
};

const { forString } = TokenString;
TokenString.forString = (...args) => {
  counts.strings += 1;
  return forString.apply(TokenString, args);
};

const { synth } = App.prototype;
App.prototype.synth = function () {
  synth.call(this);
  counts.nodes = this.node.findAll().length;
};

process.on('exit', () => writeSync(REPORT, JSON.stringify(counts)));
