import { BlockList, isIP } from 'node:net';

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/**
 * Whether NO_PROXY has the host of an address, by the rules of Go, as Terraform and kubectl read the same variable:
 * a name stands for itself and all names below it, with or without a dot or `*.` before it; a port limits an entry to
 * that port; `*` is every host; addresses may be ranges such as `10.0.0.0/8`. This machine is reached directly anyway.
 *
 * A name with a dot before it stands for itself, too, as with curl; Go takes it for the names below.
 *
 * None of the libraries made for this know names below one that has no dot before it, or ranges.
 *
 * @see https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config
 */
export function isWithoutProxy(address: string, env: NodeJS.ProcessEnv = process.env): boolean {
  const { protocol, hostname, port: ownPort } = new URL(address);
  const port = ownPort || DEFAULT_PORTS[protocol];
  const host = bare(hostname);
  if (host === 'localhost' || contains('127.0.0.0/8', host) || contains('::1', host)) {
    return true;
  }
  const list = env.NO_PROXY || env.no_proxy || '';
  return list
    .toLowerCase()
    .split(/[,\s]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      const { name, onlyPort } = parsed(entry);
      return (onlyPort === undefined || onlyPort === port) && (name === '*' || matches(name, host));
    });
}

/** A host and perhaps a port; an IPv6 address with a port is in brackets. */
function parsed(entry: string): { readonly name: string; readonly onlyPort?: string } {
  const [, name, onlyPort] = /^(\[[^\]]+\]|[^:]+):(\d+)$/.exec(entry) ?? [];
  return { name: bare(name ?? entry), onlyPort };
}

function matches(name: string, host: string): boolean {
  if (isIP(host)) {
    return contains(name, host);
  }
  const domain = name.replace(/^\*?\./, '');
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`));
}

/** Whether an address is this one, or in this range. */
function contains(range: string, host: string): boolean {
  const [address, bits] = range.split('/') as [string, string?];
  const [family, ownFamily] = [isIP(address), isIP(host)];
  if (family === 0 || family !== ownFamily || (bits !== undefined && !/^\d{1,3}$/.test(bits))) {
    return false;
  }
  const most = family === 4 ? 32 : 128;
  const prefix = bits === undefined ? most : Number(bits);
  if (prefix > most) {
    return false;
  }
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const addresses = new BlockList();
  addresses.addSubnet(address, prefix, type);
  return addresses.check(host, type);
}

/** Without the brackets around IPv6, and the dot that may end a name. */
function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '').replace(/(?<=[^*.])\.$/, '');
}
