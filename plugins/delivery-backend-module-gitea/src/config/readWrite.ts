import type { Config } from '@backstage/config';
import { configProblem } from '@throughline/plugin-delivery-node';

const PATTERN = /^[A-Za-z0-9.*-]+(:\d{1,5})?(\/[A-Za-z0-9*_.-]+){2,}$/;

/**
 * Reads `write`: true, false or a list of patterns of repositories. Nothing is written unless told.
 *
 * @throws InputError naming the key and how to mend it
 */
export function readWrite(
  config: Config | undefined,
  path: string,
): boolean | string[] {
  const value = config?.getOptional('write') ?? false;
  if (typeof value === 'boolean') {
    return value;
  }
  const patterns = Array.isArray(value) ? value : [];
  const wrong = patterns.find(
    each => typeof each !== 'string' || !PATTERN.test(each),
  );
  if (patterns.length === 0 || wrong !== undefined) {
    throw configProblem(
      `${path}.write`,
      wrong === undefined
        ? 'it is neither true, false nor a list of repositories'
        : `'${String(wrong).slice(0, 80)}' is no pattern of repositories`,
      "Write true, or a list such as ['gitea.example.com/acme/gitops', 'gitea.example.com/deploy/*'].",
    );
  }
  return patterns as string[];
}
