/**
 * The Azure cloud that a tenant lives in.
 *
 * The values are those of the `environment` argument of the azurerm and azuread providers.
 */
export enum AzureEnvironment {
  /** Azure, worldwide. */
  PUBLIC = 'public',

  /** Azure Government, United States. */
  US_GOVERNMENT = 'usgovernment',

  /** Azure operated by 21Vianet, China. */
  CHINA = 'china',
}
