import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Browser, Locator, Page } from 'playwright-core';
import { htmlReport } from '../../../access/html/html';
import { csvReport } from '../../../access/report/csv';
import { visible } from '../../../lib/shared/visible';
import { NASTY_NAMES } from '../../nasty-names';
import { describeWithChromium, startChromium } from './browser';
import { LOW_CONTRAST } from './low-contrast';
import { REPORT } from './sample-report';

describeWithChromium('the page in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'access-page-'));
  const file = join(folder, 'access.html');
  const other = join(folder, 'other.html');
  let browser: Browser;
  let page: Page;

  /** Whatever the page should not do. */
  let complaints: string[];

  beforeAll(async () => {
    writeFileSync(file, htmlReport(REPORT));
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  async function open(options: Parameters<Browser['newPage']>[0] = {}, of = file): Promise<Page> {
    complaints = [];
    page = await browser.newPage(options);
    page.on('console', (message) => complaints.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) {
        complaints.push(`request: ${request.url()}`);
      }
    });
    await page.goto(pathToFileURL(of).href);
    return page;
  }

  afterEach(async () => {
    await page.close();
    if (complaints.length > 0) {
      throw new Error(complaints.join('\n'));
    }
  });

  const rows = (): Locator => page.locator('#matrix tbody tr:visible');
  const names = (): Promise<string[]> => page.locator('#matrix tbody tr:visible .who').allTextContents();

  test('shows everybody who holds something, and warnings before them', async () => {
    await open();
    expect(await rows().count()).toBe(REPORT.subjects.length);
    expect(await names()).toContain('Dana.Lee@contoso.com');

    const warnings = await page.locator('.warnings').boundingBox();
    const matrix = await page.locator('#matrix').boundingBox();
    expect(warnings!.y).toBeLessThan(matrix!.y);
    expect(await page.locator('.warnings').textContent()).toContain("Role 'elsewhere' is not part");
  });

  test('filters by words and by level, and says how many are left', async () => {
    await open();
    await page.keyboard.press('/');
    await page.keyboard.type('restarters');
    expect(await names()).toEqual(['bob@contoso.com']);
    expect(await page.locator('#count').textContent()).toBe(`1 of ${REPORT.subjects.length}`);

    await page.fill('#filter', '');
    await page.selectOption('#level', 'view');
    expect(await names()).toEqual(expect.arrayContaining(['erin@contoso.com', 'shop/ci']));
    expect(await names()).not.toContain('bob@contoso.com');

    await page.fill('#filter', 'nobody at all');
    expect(await page.locator('#nothing').isVisible()).toBe(true);
  });

  test('leads from a cell to the binding and the rule behind it, with the keyboard alone', async () => {
    await open();
    const bob = page.locator('#matrix tr', { hasText: 'bob@contoso.com' });
    await bob.getByRole('button', { name: 'custom' }).focus();
    await page.keyboard.press('Enter');

    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('heading', { level: 2 }).textContent()).toBe(
      'bob@contoso.com in namespace ops',
    );
    expect(await dialog.textContent()).toContain('RoleBinding restarters');
    expect(await dialog.textContent()).toContain(
      'grants Role ops/restarter in namespace ops, as User bob@contoso.com',
    );
    const restarters = dialog.locator('.grant', { hasText: 'RoleBinding restarters' });
    expect(await restarters.locator('tbody tr td').allTextContents()).toEqual([
      'patch',
      'deployments',
      'apps',
      'web',
    ]);

    await page.keyboard.press('Escape');
    expect(await dialog.isVisible()).toBe(false);

    await page.keyboard.press('ArrowRight');
    await page.keyboard.press(' ');
    expect(await dialog.textContent()).toContain('as Group shop-developers');
    await page.getByRole('button', { name: 'Close' }).press('Enter');
    expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('edit');
  });

  test('says of an inherited right that it holds in the whole cluster, to the ear too', async () => {
    await open();
    const erin = page.locator('#matrix tr', { hasText: 'erin@contoso.com' });
    const inherited = erin.getByRole('button', { name: 'view from the whole cluster' });
    await inherited.click();
    expect(await page.getByRole('dialog').textContent()).toContain(
      'grants ClusterRole view in the whole cluster',
    );
  });

  test('has a name and an explanation, headers for rows and columns, and a label on every field', async () => {
    await open();
    expect(await page.getByRole('table', { name: 'Subjects by namespace' }).count()).toBe(1);
    expect(await page.locator('#matrix-explained').textContent()).toContain('The strongest role');
    expect(await page.locator('#matrix th:not([scope])').count()).toBe(0);
    expect(await page.getByLabel('Filter').count()).toBe(1);
    expect(await page.getByLabel('Level').count()).toBe(1);
    expect(await page.locator('h1').count()).toBe(1);
  });

  test('draws each way from box to box, and the filter keeps who can get to cluster-admin', async () => {
    await open();
    const erin = page.locator('article.ways', { hasText: 'bob@contoso.com' }).locator('.way.cluster-admin');
    expect(await erin.locator('.box').allTextContents()).toEqual([
      'bob@contoso.com',
      "acts as service account 'ops/robot'",
      'is cluster administrator',
    ]);
    expect(await erin.locator('.edge').textContent()).toContain(
      "can impersonate serviceaccounts in namespace 'ops'",
    );

    await page.getByLabel('can reach cluster-admin').check();
    expect(await names()).toContain('bob@contoso.com');
    expect(await names()).not.toContain('erin@contoso.com');
  });

  test('opens what a link names: a cell, and the ways of somebody', async () => {
    await open();
    const cell = page.locator('#matrix tr', { hasText: 'bob@contoso.com' }).locator('a.chip').first();
    await cell.click();
    expect(page.url()).toContain('#cell:user:bob%40contoso.com:ops');
    expect(await page.getByRole('link', { name: 'Link to this' }).getAttribute('href')).toBe(
      '#cell:user:bob%40contoso.com:ops',
    );
    await page.keyboard.press('Escape');
    await page.waitForURL(({ hash }) => hash === '');

    await page.goto('about:blank');
    await page.goto(`${pathToFileURL(file).href}#cell:user:bob%40contoso.com:ops`);
    expect(await page.getByRole('dialog').getByRole('heading', { level: 2 }).textContent()).toBe(
      'bob@contoso.com in namespace ops',
    );
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'can reach cluster-admin' }).first().press('Enter');
    expect(page.url()).toContain('#ways:');
    expect(await page.locator('.ways:target').isVisible()).toBe(true);
  });

  test('gives everything as CSV, in which no name is a formula', async () => {
    await open();
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'CSV' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('access.csv');
    const text = readFileSync(await download.path(), 'utf8');
    expect(text).toBe(csvReport(REPORT));
    expect(text).toContain('"user","bob@contoso.com","","ops","custom","RoleBinding ops/movers; ');
  });

  test.each([{}, { viewport: { width: 390, height: 844 } }])(
    'axe-core finds nothing wrong: %j',
    async (options) => {
      await open(options);
      await page.evaluate(readFileSync(require.resolve('axe-core'), 'utf8'));
      const violations = (): Promise<string[]> =>
        page.evaluate(
          'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
        );

      expect(await violations()).toEqual([]);
      await page.locator('#matrix a.chip').first().click();
      expect(await violations()).toEqual([]);
    },
  );

  test.each(['light', 'dark'] as const)(
    'is readable in %s: text has a contrast of 4.5 at least',
    async (colorScheme) => {
      await open({ colorScheme });
      await page.locator('#matrix a.chip').first().click();
      expect(await page.evaluate(LOW_CONTRAST)).toEqual([]);
    },
  );

  test('prints all rules, without what only works on a screen, in light colours', async () => {
    await open({ colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");

    expect(await page.locator('.toolbar').isVisible()).toBe(false);
    expect(await page.locator('#roles ~ details td', { hasText: 'deployments' }).first().isVisible()).toBe(
      true,
    );
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await page.evaluate(LOW_CONTRAST)).toEqual([]);
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('shows what nobody would see in a name, in the dialog, too', async () => {
    const name = NASTY_NAMES['a mark of direction']!;
    const [subject, ...others] = REPORT.subjects;
    writeFileSync(other, htmlReport({ ...REPORT, subjects: [{ ...subject!, name }, ...others] }));
    await open({}, other);
    await page.locator('#matrix a.chip').first().click();
    expect(await page.getByRole('dialog').getByRole('heading', { level: 2 }).textContent()).toContain(
      visible(name),
    );
  });

  test('fits a telephone: only tables scroll sideways', async () => {
    await open({ viewport: { width: 360, height: 740 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });

  test('has names of bindings over the whole width of a telephone, and their subjects without scrolling', async () => {
    await open({ viewport: { width: 375, height: 800 } });
    const table = page
      .getByRole('table')
      .filter({ has: page.getByRole('rowheader') })
      .last();
    const { width } = (await table.boundingBox())!;
    expect(width).toBeLessThan(375);
    expect((await table.getByRole('rowheader').first().boundingBox())!.width).toBeGreaterThan(width * 0.9);
    const overflow =
      "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('.scroll:has(.bindings)'))";
    expect(await page.evaluate(overflow)).toBe(0);
  });

  test('leads to bindings and roles without any script', async () => {
    await open({ javaScriptEnabled: false });
    await page.locator('#matrix a.chip').first().click();
    expect(page.url()).toContain('#binding-');
  });
});
