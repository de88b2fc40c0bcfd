import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Browser, Page } from 'playwright-core';
import { htmlReport } from '../../../access/html/html';
import { LITERAL, reportOf } from '../configurations';
import { describeWithChromium, startChromium } from './browser';

const person = (index: number): string => `user-${String(index).padStart(3, '0')}@contoso.com`;

const report = reportOf(
  `${LITERAL}grantClusterUser: false
access:
${Array.from({ length: 250 }, (_, i) => `  - { clusterRole: ${i % 2 ? 'view' : 'edit'}, namespace: team-${i}, users: [${person(i)}] }`).join('\n')}
`,
);

describeWithChromium('a long report in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'long-page-'));
  const url = pathToFileURL(join(folder, 'access.html')).href;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    writeFileSync(join(folder, 'access.html'), htmlReport(report));
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    page = await browser.newPage();
    await page.goto(url);
  });
  afterEach(() => page.close());

  const rows = (of: Page = page) => of.locator('#matrix tbody tr').filter({ visible: true });
  const more = () => page.locator('#access .more');

  test('shows a hundred subjects at first and as many more at each push, and the keyboard goes on with them', async () => {
    const all = report.subjects.length;
    expect(await rows().count()).toBe(100);
    expect(await page.locator('#count').textContent()).toBe(`${all} of ${all}`);
    expect(await more().textContent()).toBe(`Show 100 more (${all - 100} left)`);

    await more().press('Enter');
    expect(await rows().count()).toBe(200);
    expect(await page.evaluate("document.activeElement.closest('tr').rowIndex")).toBe(101);

    await more().click();
    expect(await rows().count()).toBe(all);
    expect(await more().isVisible()).toBe(false);
  });

  test('the filter looks at all of them', async () => {
    const last = report.subjects.at(-1)!.name;
    await page.fill('#filter', last);
    expect(await rows().locator('.who').allTextContents()).toEqual([last]);
    expect(await more().isVisible()).toBe(false);

    await page.fill('#filter', '');
    expect(await rows().count()).toBe(100);
  });

  test('a link to what is not shown yet shows it', async () => {
    const index = report.bindings.length - 1;
    const binding = page.locator(`#binding-${index}`);
    expect(await binding.isVisible()).toBe(false);
    await page.evaluate(`location.hash = 'binding-${index}'`);
    await binding.waitFor({ state: 'visible' });

    const cell = page.locator('#matrix tbody tr a.chip').last();
    await page.goto(`${url}#${await cell.getAttribute('id')}`);
    await page.reload();
    expect(await page.locator('#detail').isVisible()).toBe(true);
    expect(await cell.isVisible()).toBe(true);
  });

  test('a table that is wider than the paper is printed below each other, and says what is left out', async () => {
    await page.fill('#filter', 'team-19');
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 718, height: 1000 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(718);
    expect(
      await page.evaluate(`{
        const row = [...document.querySelectorAll('#matrix tbody tr')].find((one) => one.textContent.includes('${person(199)}'));
        getComputedStyle(row.querySelector('td:not(:empty)'), '::before').content;
      }`),
    ).toBe('"team-199: "');
    expect(await page.getByText(/^Filtered: 11 of \d+ subjects are here/).isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });
    expect(await page.getByText(/^Filtered: /).isVisible()).toBe(false);
  });

  test('print has everything, and no buttons', async () => {
    await page.emulateMedia({ media: 'print' });
    expect(await rows().count()).toBe(report.subjects.length);
    expect(await page.locator('.more').filter({ visible: true }).count()).toBe(0);
  });

  test('so has a browser without scripts', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(url);
    expect(await rows(plain).count()).toBe(report.subjects.length);
    await context.close();
  });
});
