import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a project is made with: cdktf, or CDK Terrain, which continues it. */
export type Framework = 'cdktf' | 'cdktn';

export const FRAMEWORKS: readonly Framework[] = ['cdktf', 'cdktn'];

/** The framework that this package, or the checkout, is for. */
export function ownFramework(): Framework {
  const { name } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as { name: string };
  return FRAMEWORKS.find((framework) => name.startsWith(`${framework}-`))!;
}

/** CDK Terrain and its bindings, in the versions that the packages for it are built and tested with: tools/packaging/cdktn. */
export const CDKTN_VERSIONS: Readonly<Record<string, string>> = {
  '@cdktn/provider-azuread': '17.1.0',
  '@cdktn/provider-azurerm': '18.9.0',
  '@cdktn/provider-kubernetes': '17.1.0',
  cdktn: '0.24.0',
  'cdktn-cli': '0.24.0',
  constructs: '10.7.2',
};

/** The oldest Node.js that `cdktn-cli` runs with. */
export const NODE_OF_CDKTN = '22.19';

/** The library and the app of this repository, which are always of one version. */
export function ownPackages(framework: Framework): readonly [library: string, app: string] {
  return [`${framework}-aks-aad`, `${framework}-aks-aad-app`];
}

/** The name that a package of cdktf has in CDK Terrain; the same for any other. */
export function nameInCdktn(name: string): string {
  return name.replace(/^(@?)cdktf(?=$|-cli$|-aks-aad$|-aks-aad-app$|\/provider-)/, '$1cdktn');
}

/**
 * A script, pipeline or page with the packages and commands of CDK Terrain in the place of those of cdktf: `npx cdktf-aks-aad
 * rehearse`, `node_modules/cdktf-aks-aad-app/`, `cdktf deploy`. What is not one of them stays: `cdktf.json`, addresses of pages.
 */
export function inWordsOfCdktn(text: string): string {
  return text
    .replace(/(?<![\w.@-]|(?<!node_modules|package)\/)cdktf(?=-aks-aad(-app)?(?![\w:-]))/g, 'cdktn')
    .replace(/(?<![\w./@-])cdktf(?= +(?:synth|deploy|destroy|diff|get|list|output|watch)\b)/g, 'cdktn');
}
