import { CommandFailed } from '../../access/command-failed';
import { isSafe } from '../http';

const VARIABLE = 'AKS_TERRAFORM_MIRROR';

/** Where releases are fetched: from the vendor, or where AKS_TERRAFORM_MIRROR says. */
export function serverOf({ server }: { readonly server: string }, env = process.env): string {
  const mirror = env.AKS_TERRAFORM_MIRROR;
  if (!mirror) {
    return server;
  }
  const url = URL.canParse(mirror) ? new URL(mirror) : undefined;
  if (!url || !isSafe(mirror) || url.search || url.hash) {
    // It may hold a password in a place where nobody looks for one.
    throw new CommandFailed(
      `${VARIABLE} is not an address of a server: use the form https://mirror.example.com/path`,
    );
  }
  if (url.username || url.password) {
    throw new CommandFailed(
      `${VARIABLE} has a name or password in it, which is not supported: use a mirror that asks for none`,
    );
  }
  return mirror.replace(/\/+$/, '');
}

/** An address for messages: without a query, which may be a signature that lets in. */
export function shownUrl(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
