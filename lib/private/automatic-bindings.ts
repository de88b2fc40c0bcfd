import { Construct } from 'constructs';
import { ValidationError } from '../shared/errors';
import { AutomaticBindings } from './automatic-resources';
import { AUTOMATIC, azurermVersion } from './bindings';

/** The classes for AKS Automatic; refuses bindings that have none. */
export function requireAutomaticBindings(what: string, scope: Construct): AutomaticBindings {
  if (AUTOMATIC === undefined) {
    throw new ValidationError(
      `${what} needs azurerm 5.x, and the bindings are of ${azurermVersion()}: use cdktn-aks-aad, the library for CDK Terrain, ` +
        "which 'npx cdktf-aks-aad move-to-cdktn' moves a project to",
      scope,
    );
  }
  return AUTOMATIC;
}
