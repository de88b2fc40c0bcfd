import { readFileSync } from 'node:fs';
import { Browser, Page } from 'playwright-core';
import { Board } from '../../../cli/dev/board';
import { pageFiles } from '../../../cli/dev/page/page';
import { accessPart } from '../../../cli/dev/page/access-part';
import { answerPart } from '../../../cli/dev/page/answer';
import { resourcesPart } from '../../../cli/dev/page/resources-part';
import { wordsPart } from '../../../cli/dev/page/words-part';
import { configuredAccess } from '../../../access/configured/configured-access';
import { changesPart } from '../../../cli/dev/page/changes-part';
import { problemsPart } from '../../../cli/dev/page/problems-part';
import { DevServer } from '../../../cli/dev/server';
import { clusterDiffs } from '../../../access/diff/clusters';
import { loadTenant } from '../../../access/directory/load-tenant';
import { appOf, LITERAL, reportOf } from '../../access/configurations';
import { describeWithChromium, startChromium } from '../../access/html/browser';
import { LOW_CONTRAST } from '../../access/html/low-contrast';

const BEGINNING = `${LITERAL}
access:
  - { name: developers, clusterRole: edit, namespace: shop, groups: [5f1c0b7a-6a0e-4c0d-9f3b-0c8a2d4e6f10] }
  - { name: readers, clusterRole: view, users: [erin@contoso.com] }
`;
const BEFORE = reportOf(BEGINNING, loadTenant());
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

const app = appOf(BEGINNING);
const access = configuredAccess(app, loadTenant());
let asked = { app, access, people: 'the tenant contoso.com', editor: EDITOR };
const answer = (question: string): Promise<string> => Promise.resolve(answerPart(question, asked));

const resources = (): Promise<string> => Promise.resolve(resourcesPart(app, access, EDITOR));

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
    server = await DevServer.start({ board, files: pageFiles('aks.yaml'), answer, resources });
    board.show({
      status: { state: 'current', text: 'Up to date at 12:00:00, after 100 ms' },
      clusters: [{ key: '', name: 'shop' }],
      parts: {
        problems: problemsPart([], EDITOR),
        changes: changes(BEFORE, BEFORE),
        'access/': accessPart(BEFORE),
        'words/': wordsPart(access.access),
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

  test('a question is completed word by word, with the keyboard alone, and answered as it is typed', async () => {
    await open();
    const question = page.getByRole('combobox', { name: 'Who can do what?' });
    const completions = page.getByRole('listbox', { name: 'Completions' });
    await question.focus();
    await page.keyboard.type('can eri');
    expect(await completions.getByRole('option').allTextContents()).toEqual(['erin@contoso.com']);
    await page.keyboard.press('Tab');
    await page.keyboard.type('del');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await completions.getByRole('option', { selected: true }).textContent()).toBe('deletecollection');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.keyboard.type('pod');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.type('in sho');
    await page.keyboard.press('Tab');
    expect(await question.inputValue()).toBe('can erin@contoso.com delete pods in shop ');
    await page
      .getByText("no: erin@contoso.com cannot delete pods in namespace 'shop' in cluster 'shop'")
      .waitFor();
    expect(await page.locator('#answer').textContent()).toContain(
      "a RoleBinding in namespace 'shop' to ClusterRole 'edit' would be enough: - { clusterRole: edit, namespace: shop, users: [erin@contoso.com] }",
    );
    await page.evaluate(readFileSync(require.resolve('axe-core'), 'utf8'));
    expect(
      await page.evaluate(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
      ),
    ).toEqual([]);

    await page.keyboard.press('Escape');
    expect(await completions.isVisible()).toBe(false);
    await question.fill('can erin@contoso.com get pods in shop?');
    await page.getByText("yes: erin@contoso.com can get pods in namespace 'shop'").waitFor();
  });

  test('a completion shows what a name is made of, also what would make it look like another', async () => {
    const bound = appOf(`${LITERAL}\naccess:\n  - { clusterRole: view, groups: ["evil\\u202Etxt.exe"] }\n`);
    board.show({ parts: { 'words/': wordsPart(configuredAccess(bound).access) } });
    await open();
    const question = page.getByRole('combobox', { name: 'Who can do what?' });
    await question.pressSequentially('can evi');
    const completions = page.getByRole('listbox', { name: 'Completions' });
    expect(await completions.getByRole('option').allTextContents()).toEqual(['evil\\u202etxt.exe']);
    await page.keyboard.press('Tab');
    expect(await question.inputValue()).toBe('can evil\u202Etxt.exe ');
  });

  test('a question is answered again after each save, also where no name has come or gone', async () => {
    await open();
    await page.getByLabel('Who can do what?').fill('can erin@contoso.com delete pods in shop');
    await page.getByText('no: erin@contoso.com cannot delete pods').waitFor();
    const later = appOf(BEGINNING.replace('clusterRole: view', 'clusterRole: edit'));
    asked = { ...asked, app: later, access: configuredAccess(later, loadTenant()) };
    save();
    await page.getByText('yes: erin@contoso.com can delete pods').waitFor();
    expect(await page.locator('#answer').textContent()).not.toContain('no:');
    asked = { ...asked, app, access };
  });

  test('resources are shown when they are opened, with their JSON and where they come from', async () => {
    await open();
    await page.getByText('Terraform JSON of each stack').press('Enter');
    const binding = page.locator('#resources-body details', { hasText: '"readers"' });
    await binding.locator('summary').press('Enter');
    expect(await binding.locator('pre').textContent()).toContain('"name": "erin@contoso.com"');
    expect(await binding.getByRole('link').textContent()).toMatch(/aks\.yaml:7:\d+$/);
    await page.evaluate(readFileSync(require.resolve('axe-core'), 'utf8'));
    expect(
      await page.evaluate(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
      ),
    ).toEqual([]);

    save();
    await page.getByText('becomes cluster administrator').waitFor();
    expect(await binding.locator('pre').isVisible()).toBe(true);
  });

  test('says when it is no longer connected', async () => {
    await open();
    await page.getByLabel('Who can do what?').fill('can erin@contoso.com get pods in shop');
    await page.getByText('yes: erin@contoso.com can get pods').waitFor();
    await server.stop();
    await page.getByText('Not connected').waitFor();
    await page.getByLabel('Who can do what?').fill('can erin@contoso.com delete pods in shop');
    await page.locator('#answer:empty').waitFor({ state: 'attached' });
    expect(await page.getByText('Nobody gains or loses anything.').isVisible()).toBe(true);
    complaints = complaints.filter((text) => !text.includes('net::ERR'));
    server = await DevServer.start({ board, files: {}, answer, resources });
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
