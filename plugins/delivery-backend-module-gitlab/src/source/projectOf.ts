import type { HostConfig } from '../config/HostConfig';

/**
 * The project that an identity stands for, as the API names it: its path with all groups, or its number, where the
 * catalog names it by that.
 *
 * @returns undefined where it is none of this host
 */
export function projectOf(
  identity: string,
  { host, webUrl }: Pick<HostConfig, 'host' | 'webUrl'>,
): string | undefined {
  if (!identity.startsWith(`${host}/`)) {
    return undefined;
  }
  const path = identity.slice(host.length + 1);
  if (/^\d+$/.test(path)) {
    return path;
  }
  // Where it is installed below a path, that comes first in the URLs of its projects.
  const below = new URL(webUrl).pathname
    .replace(/^\/+|\/+$/g, '')
    .toLocaleLowerCase('en-US');
  const project =
    below && path.startsWith(`${below}/`) ? path.slice(below.length + 1) : path;
  return project.includes('/') ? project : undefined;
}
