import { isIPv6 } from 'node:net';

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * What senders are told apart by. A single host commands a whole IPv6 network of 64 bits, so its addresses count as
 * one.
 */
export function addressKey(address: string | undefined): string {
  if (!address) {
    return 'unknown';
  }
  const mapped = MAPPED.exec(address);
  if (mapped) {
    return mapped[1];
  }
  return isIPv6(address) ? networkOf(address) : address;
}

function networkOf(address: string): string {
  const [head, tail] = address.toLowerCase().split('%')[0].split('::');
  const groups = head ? head.split(':') : [];
  const given = tail ? tail.split(':') : [];
  const left = tail === undefined ? 0 : 8 - groups.length - given.length;
  const zeros = Array.from({ length: Math.max(0, left) }, () => '0');
  return [...groups, ...zeros, ...given]
    .slice(0, 4)
    .map(group => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
