import { azurermVersion } from '../private/bindings';

/* Apart from what needs cdktf, so that a configuration is checked without loading it. */

/** Major version of azurerm: 3 for legacy Azure AD, 4 and 5 as the bindings are or on request. */
export type AzurermGeneration = 3 | 4 | 5;

/** The generation that the installed bindings were generated from. */
export function generationOfBindings(version = azurermVersion()): AzurermGeneration {
  const [major] = version.split('.');
  if (major !== '4' && major !== '5') {
    throw new Error(
      `the bindings of azurerm are of version ${version}, and this library knows 4.x and 5.x: ` +
        'install a version of them that its package.json names as a peer',
    );
  }
  return Number(major) as AzurermGeneration;
}

/**
 * The generation that a cluster needs.
 *
 * @param version a value of AzurermVersion; undefined for that of the bindings
 */
export function azurermGeneration(isLegacy: boolean, version: string | undefined): AzurermGeneration {
  if (isLegacy) {
    return 3;
  }
  return version === undefined ? generationOfBindings() : (Number(version) as AzurermGeneration);
}
