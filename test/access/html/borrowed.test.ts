import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Browser, Locator, Page } from 'playwright-core';
import { loadTenant } from '../../../access/directory/load-tenant';
import { htmlReport } from '../../../access/html/html';
import { reportOf } from '../configurations';
import { describeWithChromium, startChromium } from './browser';

const BOB = 'b2c3d4e5-3b1f-4c58-8a44-2a9d5c6e8b02';

const report = reportOf(
  `cluster: { name: shop, resourceGroupName: rg, location: eastus }
grantClusterUser: false
aad:
  azureRbac: true
  adminGroup: { displayName: admins, members: [], eligible: { members: [${BOB}] } }
azureRoles:
  - { role: RbacReader, namespace: shop, groups: [shop-readers], eligible: { users: [alice@contoso.com] } }
`,
  loadTenant(),
);

describeWithChromium('what is borrowed, and the emergency, on the page in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'borrowed-page-'));
  const file = join(folder, 'access.html');
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    writeFileSync(file, htmlReport(report));
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    page = await browser.newPage();
    await page.goto(pathToFileURL(file).href);
  });
  afterEach(() => page.close());

  const row = (name: string): Locator =>
    page.locator('#matrix tbody tr', { has: page.locator('.who', { hasText: name }) });

  test('a right that can be activated stands in its place, and says after what', async () => {
    const eligible = row('bob@contoso.com').locator('.eligible');

    // In the whole cluster, and so in the namespace.
    expect(await eligible.allTextContents()).toEqual(['eligible: cluster-admin', 'eligible: cluster-admin']);
    expect(await eligible.first().getAttribute('title')).toBe(
      'User bob@contoso.com after activating the membership of group admins',
    );
    expect(await row('alice@contoso.com').locator('.eligible').allTextContents()).toEqual(['eligible: view']);
  });

  test('it is no right that is held: there is no chip to choose, and no alarm', async () => {
    expect(await row('bob@contoso.com').locator('td').first().locator('a.chip').count()).toBe(0);
    expect(await row('bob@contoso.com').locator('.alarm').count()).toBe(0);
    await page.getByLabel('can reach cluster-admin').check();
    expect(await row('bob@contoso.com').isVisible()).toBe(false);
  });

  test('the level finds it', async () => {
    await page.locator('#level').selectOption('cluster-admin');

    expect(await row('bob@contoso.com').isVisible()).toBe(true);
    expect(await row('erin@contoso.com').isVisible()).toBe(false);
  });

  test('words find it: its level, its place and what would be activated', async () => {
    for (const words of ['eligible: view', 'eligible shop', 'after activating']) {
      await page.fill('#filter', words);
      expect(await row('alice@contoso.com').isVisible()).toBe(true);
      expect(await row('erin@contoso.com').isVisible()).toBe(false);
    }
  });

  test('its way to the top is drawn from the activation on', async () => {
    const way = page.locator('article.ways', { hasText: 'bob@contoso.com' }).locator('.way.cluster-admin');

    expect(await way.locator('.edge').allTextContents()).toEqual([
      'activates the membership of group admins',
    ]);
    expect(await way.locator('.box').last().textContent()).toBe('is cluster administrator');
  });

  test('the ways in of an emergency stand at the end, with a heading of their own', async () => {
    const emergency = page.getByRole('region', { name: 'In an emergency' });

    expect(await emergency.locator('li').allTextContents()).toEqual(report.breakGlass?.text);
    expect(await emergency.textContent()).toContain('No person administers the cluster for good');
    expect(
      await page.evaluate(
        "(() => { const one = document.getElementById('emergency').closest('section'); return [...one.parentElement.querySelectorAll('section')].pop() === one; })()",
      ),
    ).toBe(true);
  });

  test('both are printed', async () => {
    await page.emulateMedia({ media: 'print' });

    expect(await row('bob@contoso.com').locator('.eligible').first().isVisible()).toBe(true);
    expect(await page.getByRole('region', { name: 'In an emergency' }).isVisible()).toBe(true);
  });

  test('neither makes a telephone scroll sideways', async () => {
    await page.setViewportSize({ width: 360, height: 740 });

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });
});
