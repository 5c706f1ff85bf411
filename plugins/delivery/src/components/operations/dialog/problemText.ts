import type { Translate } from '../../../hooks/useT';
import { MAX_VALUE_LENGTH, type ParameterProblem } from './validateParameters';

/** Says what is wrong with a field, and how to mend it. */
export function problemText(found: ParameterProblem, t: Translate): string {
  switch (found.problem) {
    case 'pattern':
      return t('operations.invalid.pattern', { pattern: found.pattern });
    case 'tooLong':
      return t('operations.invalid.tooLong', {
        number: String(MAX_VALUE_LENGTH),
      });
    default:
      return t(`operations.invalid.${found.problem}`);
  }
}
