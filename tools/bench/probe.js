'use strict';
// Loaded first in what is measured; at its end tells the benchmark what it has cost.

const { readFileSync, writeSync } = require('node:fs');

/** File descriptor that the benchmark reads. */
const REPORT = 3;

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeSync(
    REPORT,
    JSON.stringify({
      cpu: (userCPUTime + systemCPUTime) / 1000,
      memory: (peakOfThisProgram() ?? maxRSS) / 1024,
    }),
  );
});

/** Linux counts what the parent had at the fork into maxRSS; this it does not. */
function peakOfThisProgram() {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return kibibytes && Number(kibibytes);
  } catch {
    return undefined;
  }
}
