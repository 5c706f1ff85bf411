import { InputError } from '@backstage/errors';
import type { VersionRuleTrialInput } from '@throughline/plugin-delivery-common';
import type { WantedVersion } from '../versions/VersionRule';

/** What a tag or a revision can be called. */
const VERSION = /^[A-Za-z0-9_][A-Za-z0-9_.+/-]{0,127}$/;

/**
 * What is to be written on trial: a known version as a promotion would write it, else a tag or revision of that name.
 *
 * @throws InputError where nothing can be called so
 */
export function wantedFor(
  { rule, version }: Pick<VersionRuleTrialInput, 'rule' | 'version'>,
  known: ReadonlyMap<string, WantedVersion>,
): WantedVersion {
  const found = known.get(version);
  if (!found && !VERSION.test(version)) {
    throw new InputError(
      "'version' must be one of those that are known, or a tag or revision: letters, digits and . _ + / -",
    );
  }
  if (rule.strategy === 'revision') {
    return found?.madeFrom ? found : { revision: version };
  }
  const own = [...known.values()].find(each => each.repository)?.repository;
  return found ?? { tag: version, ...(own ? { repository: own } : {}) };
}
