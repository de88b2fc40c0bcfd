import { readFileSync } from 'node:fs';
import { Browser, Page } from 'playwright-core';
import { Board } from '../../../cli/dev/board';
import { pageFiles } from '../../../cli/dev/page/page';
import { accessPart } from '../../../cli/dev/page/access-part';
import { changesPart } from '../../../cli/dev/page/changes-part';
import { problemsPart } from '../../../cli/dev/page/problems-part';
import { DevServer } from '../../../cli/dev/server';
import { clusterDiffs } from '../../../access/diff/clusters';
import { loadTenant } from '../../../access/directory/load-tenant';
import { LITERAL, reportOf } from '../../access/configurations';
import { describeWithChromium, startChromium } from '../../access/html/browser';
import { LOW_CONTRAST } from '../../access/html/low-contrast';

jest.setTimeout(60_000);

const BEFORE = reportOf(
  `${LITERAL}
access:
  - { name: developers, clusterRole: edit, namespace: shop, groups: [5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10] }
  - { name: readers, clusterRole: view, users: [erin@contoso.com] }
`,
  loadTenant(),
);
const AFTER = reportOf(
  `${LITERAL}
access:
  - { name: developers, clusterRole: edit, namespace: shop, groups: [5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10] }
  - { name: readers, clusterRole: view, users: [erin@contoso.com, bob@contoso.com] }
  - { name: operators, clusterRole: cluster-admin, users: [bob@contoso.com] }
`,
  loadTenant(),
);
const EDITOR = 'vscode://file{file}:{line}:{column}';

const changes = (from: typeof BEFORE, to: typeof BEFORE): string =>
  changesPart(clusterDiffs(new Map([[undefined, from]]), new Map([[undefined, to]])), 'HEAD');

describeWithChromium('the page of dev in Chromium', () => {
  let browser: Browser;
  let board: Board;
  let server: DevServer;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    board = new Board();
    server = await DevServer.start({ board, files: pageFiles('aks.yaml') });
    board.show({
      status: { state: 'current', text: 'Up to date at 12:00:00, after 100 ms' },
      clusters: [{ key: '', name: 'shop' }],
      parts: {
        problems: problemsPart([], EDITOR),
        changes: changes(BEFORE, BEFORE),
        'access/': accessPart(BEFORE),
      },
    });
  });
  afterEach(async () => {
    await page.close();
    await server.stop();
    if (complaints.length > 0) {
      throw new Error(complaints.join('\n'));
    }
  });

  async function open(options: Parameters<Browser['newPage']>[0] = {}): Promise<void> {
    complaints = [];
    page = await browser.newPage(options);
    page.on('console', (message) => complaints.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    await page.goto(server.url);
    await page.locator('#matrix').waitFor();
  }

  const save = (): void =>
    board.show({
      status: { state: 'current', text: 'Up to date at 12:00:01, after 99 ms' },
      parts: {
        problems: problemsPart(
          [
            {
              file: 'aks.yaml',
              line: 7,
              column: 3,
              key: 'rule few',
              message: 'too many',
              severity: 'warning',
            },
            {
              file: 'aks.yaml',
              line: 5,
              column: 3,
              key: 'access[0].users',
              message: 'is wrong',
              severity: 'error',
            },
          ],
          EDITOR,
        ),
        changes: changes(BEFORE, AFTER),
        'access/': accessPart(AFTER),
      },
    });

  test('follows what is saved without being loaded again, and takes the token out of the address', async () => {
    await open();
    expect(new URL(page.url()).search).toBe('');
    await page.evaluate('window.isTheSame = true');
    expect(await page.getByText('Nobody gains or loses anything.').isVisible()).toBe(true);

    save();
    await page.getByText('becomes cluster administrator').waitFor();
    await page.locator('#matrix', { hasText: 'bob@contoso.com' }).waitFor();
    expect(await page.locator('#status').textContent()).toBe('Up to date at 12:00:01, after 99 ms');
    expect(await page.getByRole('link', { name: 'aks.yaml:5:3' }).getAttribute('href')).toBe(
      `vscode://file${process.cwd()}/aks.yaml:5:3`,
    );
    expect(await page.evaluate('window.isTheSame')).toBe(true);
  });

  test('who types in the filter goes on typing, and what they have filtered stays filtered', async () => {
    await open();
    await page.keyboard.press('/');
    await page.keyboard.type('erin');
    save();
    await page.getByText('becomes cluster administrator').waitFor();
    await page.keyboard.type('@contoso');
    expect(await page.getByLabel('Filter').inputValue()).toBe('erin@contoso');
    expect(await page.locator('#matrix tbody tr:visible .who').allTextContents()).toEqual([
      'erin@contoso.com',
    ]);
  });

  test('says when it is no longer connected', async () => {
    await open();
    await server.stop();
    await page.getByText('Not connected').waitFor();
    expect(await page.getByText('Nobody gains or loses anything.').isVisible()).toBe(true);
    complaints = complaints.filter((text) => !text.includes('net::ERR'));
    server = await DevServer.start({ board, files: {} });
  });

  test('nothing in a name becomes markup or runs', async () => {
    await open();
    board.show({
      parts: {
        problems: problemsPart(
          [
            {
              message: '<img src=x onerror="document.title=1"><script>document.title=2</script>',
              severity: 'error',
            },
          ],
          EDITOR,
        ),
      },
    });
    await page.getByText('<img src=x').waitFor();
    expect(await page.title()).toBe('aks.yaml');
  });

  test('the policy stops what comes from elsewhere, and scripts in the page itself', async () => {
    await open();
    await page.evaluate(`{
      const script = document.createElement('script');
      script.textContent = 'document.title = "ran"';
      document.body.append(script);
    }`);
    const reached = await page.evaluate(
      `fetch('http://127.0.0.1:1/').then(() => 'answered', (error) => error.message)`,
    );
    expect([await page.title(), reached]).toEqual(['aks.yaml', 'Failed to fetch']);
    expect(complaints.filter((text) => text.includes('Content Security Policy'))).not.toEqual([]);
    complaints = [];
  });

  test.each([{}, { viewport: { width: 390, height: 844 } }, { colorScheme: 'dark' as const }])(
    'axe-core finds nothing wrong, and all text can be read: %j',
    async (options) => {
      await open(options);
      save();
      await page.getByText('becomes cluster administrator').waitFor();
      await page.evaluate(readFileSync(require.resolve('axe-core'), 'utf8'));
      const violations = await page.evaluate(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
      );
      expect(violations).toEqual([]);
      expect(await page.evaluate(LOW_CONTRAST)).toEqual([]);
      const { width } = page.viewportSize()!;
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    },
  );
});
