import { configProblem } from '@throughline/plugin-delivery-node';

/** Refuses the name of an environment that there is not. */
export function requireEnvironment(
  name: string,
  environments: readonly string[],
  path: string,
): void {
  if (!environments.includes(name)) {
    throw configProblem(
      path,
      `there is no environment '${name.slice(0, 80)}'`,
      `Use one of: ${environments.join(', ')}.`,
    );
  }
}
