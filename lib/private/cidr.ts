import { isIP } from 'node:net';

/** What is wrong with an IPv6 range in CIDR notation; undefined when nothing is. */
export function ipv6Problem(range: string): string | undefined {
  const [address = '', prefix = '', ...rest] = range.split('/');
  const isPrefix = /^\d{1,3}$/.test(prefix) && Number(prefix) <= 128;
  return isIP(address) === 6 && isPrefix && rest.length === 0
    ? undefined
    : "use an IPv6 range in CIDR notation, such as 'fd12:3456:789a::/64'";
}

/** What is wrong with an IPv4 range in CIDR notation; undefined when nothing is. */
export function ipv4Problem(range: string): string | undefined {
  const [address = '', prefix, ...rest] = range.split('/');

  if (isIP(address) === 4 && prefix === undefined) {
    return `the prefix length is missing. Did you mean '${range}/32'?`;
  }
  const isPrefix = /^\d{1,2}$/.test(prefix ?? '') && Number(prefix) <= 32;
  if (isIP(address) !== 4 || !isPrefix || rest.length > 0) {
    return "use an IPv4 range in CIDR notation, such as '203.0.113.0/24'";
  }
  return undefined;
}
