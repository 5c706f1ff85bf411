import { InputError } from '@backstage/errors';

/**
 * Says that the configuration is wrong: where, what, and how to mend it. Thrown at start, so that a wrong
 * configuration never runs.
 *
 * @param path - the full key, such as `delivery.argocd.instances[1].url`
 * @public
 */
export function configProblem(
  path: string,
  problem: string,
  mend: string,
): InputError {
  return new InputError(`Invalid config at '${path}': ${problem}. ${mend}`);
}
