import type { EnvironmentInfo } from '@throughline/plugin-delivery-common';
import type { EnvironmentRule } from '../config/environments';

/** The environments of an entity: the configured ones, or its own in the order in which it lists them. */
export function ladderOf(
  environments: readonly EnvironmentRule[],
  own: readonly string[] | undefined,
): EnvironmentInfo[] {
  if (!own) {
    return environments.map(environmentInfo);
  }
  return own.map((name, index) => {
    const configured = environments.find(each => each.name === name);
    return {
      name,
      title: configured?.title ?? name,
      production: configured?.production ?? false,
      follows: index > 0 ? [own[index - 1]] : [],
    };
  });
}

/** An environment without its matches. */
export function environmentInfo({
  name,
  title,
  production,
  follows,
}: EnvironmentInfo): EnvironmentInfo {
  return { name, title, production, follows };
}
