import Link from '@material-ui/core/Link';
import { useT } from '../../../hooks/useT';
import { useOperations } from '../OperationsContext';

/** Asks where the version lives, in an environment of which no rule says it. */
export function VersionRuleButton(props: { environment: string }) {
  const { environment } = props;
  const t = useT();
  const { operations, askWhere, titleOf } = useOperations();
  if (!operations?.withoutVersionRule.includes(environment)) {
    return null;
  }
  return (
    <Link
      component="button"
      type="button"
      variant="body2"
      underline="always"
      aria-label={t('versionRules.openIn', {
        environment: titleOf(environment),
      })}
      onClick={() => askWhere(environment)}
    >
      {t('versionRules.open')}
    </Link>
  );
}
