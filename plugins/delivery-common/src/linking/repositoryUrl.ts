/**
 * A repository's identity, the same for every way to write its URL: `host[:port]/path`, lower case, without
 * user, scheme and `.git`. Joins between sources go by it.
 *
 * @example `git@github.com:Acme/Shop.git` → `github.com/acme/shop`
 *
 * @returns undefined where the text is no repository's URL
 * @public
 */
export function repositoryIdentity(url: string): string | undefined {
  const text = url.trim().replace(/^(git\+|url:)/, '');
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    const scp = /^(?:[^@/\s]+@)?([^:/\s]+):(?!\/)(\S+)$/.exec(text);
    return scp ? join(scp[1], scp[2]) : undefined;
  }
  let parsed: URL;
  try {
    parsed = new URL(text);
  } catch {
    return undefined;
  }
  const keepPort = parsed.protocol === 'http:' || parsed.protocol === 'https:';
  return join(keepPort ? parsed.host : parsed.hostname, parsed.pathname);
}

function join(host: string, path: string): string | undefined {
  const clean = path
    .replace(/^\/+|\/+$/g, '')
    .replace(/(\.git)+$/i, '')
    .replace(/\/+$/, '');
  if (!host || !clean) {
    return undefined;
  }
  return `${host}/${clean}`.toLocaleLowerCase('en-US');
}
