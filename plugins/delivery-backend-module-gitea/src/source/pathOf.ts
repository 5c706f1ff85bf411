import type { HostConfig } from '../config/HostConfig';

/**
 * Owner and name of the repository that an identity stands for.
 *
 * @returns undefined where it is none of this host
 */
export function pathOf(
  identity: string,
  { host, webUrl }: Pick<HostConfig, 'host' | 'webUrl'>,
): [string, string] | undefined {
  // Where it is installed below a path, that comes first in the URLs of its repositories.
  const below = new URL(webUrl).pathname
    .replace(/\/+$/, '')
    .toLocaleLowerCase('en-US');
  const prefix = `${host}${below}/`;
  const [owner, name, ...rest] = identity.slice(prefix.length).split('/');
  return identity.startsWith(prefix) && owner && name && rest.length === 0
    ? [owner, name]
    : undefined;
}
