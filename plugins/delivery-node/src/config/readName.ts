import type { Config } from '@backstage/config';
import { configProblem } from './ConfigProblem';

/**
 * Reads the name of a source: letters, digits, `.`, `-` and `_`, as it becomes part of ids.
 *
 * @param path - the full key of `config`, for messages
 * @throws InputError where it is missing or has other characters
 * @public
 */
export function readName(config: Config, path: string): string {
  const name = config.getOptionalString('name');
  if (!name) {
    throw configProblem(
      `${path}.name`,
      'it is missing',
      'Give each entry a name of its own.',
    );
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(name)) {
    throw configProblem(
      `${path}.name`,
      `'${name.slice(0, 80)}' is not a name`,
      'Use up to 63 letters, digits, dots, dashes and underscores, beginning with a letter or digit.',
    );
  }
  return name;
}

/**
 * Refuses a list whose entries do not have names of their own.
 *
 * @param path - the full key of the list, for messages
 * @throws InputError naming the second of two entries of one name
 * @public
 */
export function refuseDuplicateNames(
  names: readonly string[],
  path: string,
): void {
  const seen = new Map<string, number>();
  names.forEach((name, index) => {
    const first = seen.get(name);
    if (first !== undefined) {
      throw configProblem(
        `${path}[${index}].name`,
        `'${name}' is also the name of ${path}[${first}]`,
        'Give each entry a name of its own.',
      );
    }
    seen.set(name, index);
  });
}
