import type { Config } from '@backstage/config';
import { repositoryIdentity } from '@throughline/plugin-delivery-common';
import { configProblem } from '@throughline/plugin-delivery-node';
import { wordsIn } from '../versions/fillWords';

/** @throws InputError where a rule lacks what it needs */
export function requiredText(
  config: Config,
  key: string,
  where: string,
  mend: string,
): string {
  const value = config.getOptionalString(key);
  if (!value) {
    throw configProblem(`${where}.${key}`, 'it is missing', mend);
  }
  return value;
}

/** What a rule may say or leave out. */
export function optionalText<K extends string>(
  config: Config,
  key: K,
): { [P in K]?: string } {
  const value = config.getOptionalString(key);
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: string };
}

/**
 * The identity of the repository that a rule names.
 *
 * @throws InputError where it is none
 */
export function readRepository(
  config: Config,
  where: string,
): { repository?: string } {
  const url = config.getOptionalString('repository');
  if (url === undefined) {
    return {};
  }
  const repository = repositoryIdentity(url);
  if (repository === undefined) {
    throw configProblem(
      `${where}.repository`,
      'it is not the URL of a repository',
      'Write it whole, such as https://github.com/acme/gitops.',
    );
  }
  return { repository };
}

/** @throws InputError where a template asks for a word that nothing is filled in for */
export function checkWords(
  template: string,
  known: readonly string[],
  where: string,
): void {
  const strange = wordsIn(template).find(word => !known.includes(word));
  if (strange !== undefined) {
    throw configProblem(
      where,
      `nothing is filled in for \${${strange}}`,
      `Use ${known.map(word => `\${${word}}`).join(', ')}.`,
    );
  }
}
