import type { Config } from '@backstage/config';
import { repositoryIdentity } from '@throughline/plugin-delivery-common';
import { configProblem } from '@throughline/plugin-delivery-node';
import { RemoteUrls } from './RemoteUrls';

/**
 * Reads `baseUrl`, `urlTemplate` and `repositories` of a host.
 *
 * @throws InputError naming the key and how to mend it
 */
export function readRemotes(
  config: Config,
  at: string,
  host: string,
): RemoteUrls {
  return new RemoteUrls({
    host,
    template: readTemplate(config, at, host),
    given: readGiven(config, `${at}.repositories`, host),
  });
}

function readTemplate(config: Config, at: string, host: string): string {
  const template = config.getOptionalString('urlTemplate');
  const base = config.getOptionalString('baseUrl');
  if (template !== undefined && base !== undefined) {
    throw configProblem(
      `${at}.urlTemplate`,
      `'baseUrl' is given as well`,
      'Keep one of the two.',
    );
  }
  if (template === undefined) {
    const url = checked(base ?? `https://${host}`, `${at}.baseUrl`);
    return `${url.replace(/\/+$/, '')}/{path}.git`;
  }
  if (!template.includes('{path}')) {
    throw configProblem(
      `${at}.urlTemplate`,
      'it has no {path}',
      'Write {path} where the path of a repository stands, such as https://git.example.com/scm/{path}.git.',
    );
  }
  checked(template.replaceAll('{path}', 'path'), `${at}.urlTemplate`);
  return template;
}

function readGiven(
  config: Config,
  at: string,
  host: string,
): Map<string, string> {
  const given = new Map<string, string>();
  const entries = config.getOptionalConfigArray('repositories') ?? [];
  for (const [index, entry] of entries.entries()) {
    const where = `${at}[${index}]`;
    const url = checked(entry.getOptionalString('url') ?? '', `${where}.url`);
    const identity = repositoryIdentity(
      entry.getOptionalString('repository') ?? url,
    );
    const named = identity ?? entry.getOptionalString('repository');
    const lower = named?.toLocaleLowerCase('en-US');
    if (!lower?.startsWith(`${host}/`)) {
      throw configProblem(
        `${where}.repository`,
        `it is not a repository of ${host}`,
        `Write it as the catalog refers to it, such as https://${host}/shop/api.`,
      );
    }
    if (given.has(lower)) {
      throw configProblem(
        where,
        `'${lower}' is given twice`,
        'Keep one of the two.',
      );
    }
    given.set(lower, url);
  }
  return given;
}

/** Git is let near these schemes only: others run programs or read local files. */
function checked(text: string, at: string): string {
  const mend =
    'Write it whole, such as https://git.example.com or ssh://git@git.example.com:2222.';
  if (!URL.canParse(text)) {
    throw configProblem(at, text ? 'it is not a URL' : 'it is missing', mend);
  }
  const url = new URL(text);
  if (!['https:', 'http:', 'ssh:'].includes(url.protocol)) {
    throw configProblem(
      at,
      `the scheme '${url.protocol.replace(':', '')}' is not supported`,
      mend,
    );
  }
  if (url.password || (url.username && url.protocol !== 'ssh:')) {
    throw configProblem(
      at,
      'it holds credentials',
      'Move them to the keys for credentials beside it.',
    );
  }
  if (url.protocol === 'ssh:' && /^-|[^\w.@-]/.test(url.username)) {
    throw configProblem(at, 'its user is none', mend);
  }
  return text;
}
