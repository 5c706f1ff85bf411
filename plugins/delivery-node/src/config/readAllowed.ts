import type { Config } from '@backstage/config';
import { configProblem } from './ConfigProblem';

/**
 * Reads with which repositories something may be done, such as `write`: true, false or a list of patterns. With none
 * unless told.
 *
 * @param path - the full key of `config`, for messages
 * @param options - `pattern`: what a pattern looks like; `things`: what the host calls its repositories; `example`: some
 * patterns, for messages
 * @throws InputError naming the key and how to mend it
 * @public
 */
export function readAllowed(
  config: Config | undefined,
  path: string,
  key: string,
  options: { pattern: RegExp; things: string; example: readonly string[] },
): boolean | string[] {
  const { pattern, things, example } = options;
  const value = config?.getOptional(key) ?? false;
  if (typeof value === 'boolean') {
    return value;
  }
  const patterns: unknown[] = Array.isArray(value) ? value : [];
  const wrong = patterns.find(
    each => typeof each !== 'string' || !pattern.test(each),
  );
  if (patterns.length === 0 || wrong !== undefined) {
    throw configProblem(
      `${path}.${key}`,
      wrong === undefined
        ? `it is neither true, false nor a list of ${things}`
        : `'${String(wrong).slice(0, 80)}' is no pattern of ${things}`,
      `Write true, or a list such as [${example
        .map(each => `'${each}'`)
        .join(', ')}].`,
    );
  }
  return patterns as string[];
}
