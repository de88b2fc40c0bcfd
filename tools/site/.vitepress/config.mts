import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { defineConfig } from 'vitepress';
import sidebar from '../sidebar.json';

const ROOT = resolve(import.meta.dirname, '../../..');
const { version, repository, homepage } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string;
  repository: { url: string };
  homepage: string;
};
const REPOSITORY = repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
const FILES = `${REPOSITORY}/blob/v${version}`;

export default defineConfig({
  title: 'cdktf-aks-aad',
  description: 'AKS with Azure AD sign-in and Kubernetes RBAC, as CDK for Terraform constructs and as an app',
  base: '/cdktf-aks-aad/',
  srcDir: '../..',
  srcExclude: ['!(docs|tools)/**', '*.md', 'tools/!(site)/**', 'docs/README.md'],
  outDir: '../../dist-site',
  rewrites: {
    'tools/site/index.md': 'index.md',
    'docs/constructs/README.md': 'constructs/index.md',
    'docs/constructs/:page': 'constructs/:page',
    'docs/:page': ':page',
  },
  cleanUrls: true,
  themeConfig: {
    sidebar,
    nav: [
      { text: 'Tutorial', link: '/tutorial' },
      { text: 'Configuration', link: '/configuration' },
      { text: 'Constructs', link: '/constructs/' },
      {
        text: version,
        items: [
          { text: 'Upgrading', link: '/upgrading' },
          { text: 'Changes', link: `${FILES}/CHANGELOG.md` },
          { text: 'Source', link: REPOSITORY },
        ],
      },
    ],
    search: { provider: 'local' },
    outline: [2, 3],
    editLink: { pattern: `${homepage.replace(/#.*/, '')}/edit/main/:path` },
  },
  markdown: {
    // Types such as { [key: string]: string } are no attributes.
    attrs: { disable: true },
    config: (md) => {
      md.core.ruler.push('links-out-of-docs', (state) => {
        const { path } = state.env as { path: string };
        for (const link of state.tokens.flatMap((token) => token.children ?? [])) {
          const href = link.type === 'link_open' ? link.attrGet('href') : null;
          if (href !== null) {
            link.attrSet('href', reachable(href, path));
          }
        }
      });
    },
  },
});

/** A link to what is no page of the site leads to the repository, at the tag of the version. */
function reachable(href: string, page: string): string {
  const [file = '', anchor] = href.split('#');
  if (file === '' || file.startsWith('/') || /^[a-z][a-z+.-]*:/i.test(file)) {
    return href;
  }
  const place = relative(ROOT, resolve(dirname(page), decodeURI(file))).replaceAll('\\', '/');
  const isPage = place.startsWith('docs/') && place.endsWith('.md') && place !== 'docs/README.md';

  return isPage ? href : `${FILES}/${place}${anchor === undefined ? '' : `#${anchor}`}`;
}
