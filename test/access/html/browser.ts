import { existsSync } from 'node:fs';
import { Browser, chromium } from 'playwright-core';

const CANDIDATES = [
  process.env.CHROMIUM,
  // Without the processes of a browser with windows.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

const executablePath = CANDIDATES.find((path) => path && existsSync(path));

/** Nothing that Chromium does of its own accord, such as asking for updates. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const MISSING =
  'there is no Chromium: install it (apt-get install chromium-headless-shell, or chromium), or name it in CHROMIUM';

/** `describe` for tests that drive Chromium. Without it on the machine they are skipped, and in CI they fail. */
export function describeWithChromium(title: string, tests: () => void): void {
  const isSkipped = executablePath === undefined && process.env.CI !== 'true';
  if (isSkipped) {
    // Written past jest, which does not show the titles of a file whose tests are all skipped.
    process.stderr.write(`SKIPPED ${title}: ${MISSING}\n`);
  }
  const run = isSkipped ? describe.skip : describe;

  run(title, tests);
}

/** Starts Chromium with a profile of its own, which goes when it ends. */
export function startChromium(): Promise<Browser> {
  if (executablePath === undefined) {
    throw new Error(MISSING);
  }
  return chromium.launch({ executablePath, args: ARGUMENTS });
}
