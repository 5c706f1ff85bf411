import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  EntityVersionRules,
  VersionRuleTrial,
  VersionRuleTrialInput,
} from '@throughline/plugin-delivery-common';

/** All that can be asked about where versions live. Every call authorises for itself, and none writes anything. */
export interface VersionRules {
  /**
   * The rules that are in force.
   *
   * @param propose - the environment whose targets are looked at for rules that could be
   * @throws NotFoundError where the reader sees no such entity, or it has no such environment
   */
  read(
    entityRef: string,
    options: { propose?: string },
    credentials: BackstageCredentials,
  ): Promise<EntityVersionRules>;
  /**
   * What a promotion to a version would write by a rule.
   *
   * @throws InputError where the rule is none
   * @throws NotAllowedError where the reader may not look into what the targets are made from
   * @throws NotFoundError where the reader sees no such entity, or it has no such environment
   */
  try(
    entityRef: string,
    input: VersionRuleTrialInput,
    credentials: BackstageCredentials,
  ): Promise<VersionRuleTrial>;
}
