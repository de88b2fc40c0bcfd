import { BlockList, isIP } from 'node:net';

/** What is wrong with an IPv6 range in CIDR notation; undefined when nothing is. */
export function ipv6Problem(range: string): string | undefined {
  const [address = '', prefix = '', ...rest] = range.split('/');
  const isPrefix = /^\d{1,3}$/.test(prefix) && Number(prefix) <= 128;
  return isIP(address) === 6 && isPrefix && rest.length === 0
    ? undefined
    : "use an IPv6 range in CIDR notation, such as 'fd12:3456:789a::/64'";
}

/** Whether two valid IPv6 ranges have an address in common: the smaller one is then within the other. */
export function ipv6Overlap(one: string, other: string): boolean {
  return isWithin(one, other) || isWithin(other, one);
}

function isWithin(range: string, other: string): boolean {
  const [address = ''] = range.split('/');
  const [network = '', prefix] = other.split('/');
  const list = new BlockList();
  list.addSubnet(network, Number(prefix), 'ipv6');
  return list.check(address, 'ipv6');
}

/** IPv4 addresses as numbers, both included. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

/** The addresses of an IPv4 range in CIDR notation; undefined for what is none. */
export function rangeOf(cidr: string): AddressRange | undefined {
  if (ipv4Problem(cidr) !== undefined) {
    return undefined;
  }
  const [address = '', prefix] = cidr.split('/');
  const size = 2 ** (32 - Number(prefix));
  const first = Math.floor(numberOf(address) / size) * size;

  return { first, last: first + size - 1 };
}

export function numberOf(address: string): number {
  return address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

/** Whether IPv4 ranges are together all that there is, such as two halves. */
export function coverEverything(cidrs: readonly string[]): boolean {
  const ranges = cidrs.flatMap((cidr) => rangeOf(cidr) ?? []).sort((one, other) => one.first - other.first);
  const next = ranges.reduce(
    (reached, { first, last }) => (first <= reached ? Math.max(reached, last + 1) : reached),
    0,
  );
  return next === 2 ** 32;
}

/** A valid IPv4 range with the first of its addresses in front. */
export function networkOf(cidr: string): string {
  const { first } = rangeOf(cidr)!;
  const octets = [24, 16, 8, 0].map((bits) => Math.floor(first / 2 ** bits) % 256);
  return `${octets.join('.')}/${cidr.split('/')[1]}`;
}

/** What is wrong with an IPv4 range in CIDR notation; undefined when nothing is. */
export function ipv4Problem(range: string): string | undefined {
  const [address = '', prefix, ...rest] = range.split('/');

  if (isIP(address) === 4 && prefix === undefined) {
    return `the prefix length is missing. Did you mean '${range}/32'?`;
  }
  const isPrefix = /^(0|[1-9]\d?)$/.test(prefix ?? '') && Number(prefix) <= 32;
  if (isIP(address) !== 4 || !isPrefix || rest.length > 0) {
    return "use an IPv4 range in CIDR notation, such as '203.0.113.0/24'";
  }
  return undefined;
}
