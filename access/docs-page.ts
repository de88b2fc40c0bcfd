import { join, relative } from 'node:path';
import { withSlashes } from '../lib/shared/slashes';

/** Where pages lie in a checkout, and in the package of the commands. */
const DOCS = join(__dirname, '..', 'docs');

/** A page as it is found from here: `docs/access.md`, in a project of one's own `node_modules/cdktf-aks-aad-app/docs/access.md`. */
export function docsPage(page: string): string {
  return `${withSlashes(relative('.', DOCS))}/${page}`;
}
