import type { VersionRuleInForce } from '@throughline/plugin-delivery-common';
import type { Translate } from '../../../hooks/useT';

/** Says in one line where a rule has the version. */
export function ruleText(
  { rule, pipeline = '' }: VersionRuleInForce,
  t: Translate,
): string {
  if (!rule) {
    return t('versionRules.rulePipeline', { pipeline });
  }
  const { file, path, repository } = rule;
  const what = path
    ? t('versionRules.ruleOf', { path, file })
    : t('versionRules.ruleOfImage', { file });
  return repository
    ? t('versionRules.inRepository', { what, repository })
    : what;
}
