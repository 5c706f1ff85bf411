import type { VersionRuleInForce } from '@throughline/plugin-delivery-common';
import type { PipelineRule } from '../versions/PipelineRule';
import type { VersionRule } from '../versions/VersionRule';

/** A rule as pages show it, with what says so. */
export function inForceOf(
  found: VersionRule | PipelineRule,
): VersionRuleInForce {
  if (found.strategy === 'pipeline') {
    const { pipeline, where } = found;
    return { pipeline: pipeline.name, origin: 'config', where };
  }
  const { where, origin, ...rule } = found;
  return {
    rule,
    origin: origin === 'annotation' ? origin : 'config',
    where,
  };
}
