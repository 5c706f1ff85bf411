import Typography from '@material-ui/core/Typography';
import type { Lane } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { useOperations } from '../OperationsContext';
import { VersionRuleButton } from './VersionRuleButton';

/** Says once for each environment why nothing can be rolled back there, rather than in every row. */
export function RollBacksOff(props: { lanes: readonly Lane[] }) {
  const t = useT();
  const { operations } = useOperations();
  const reasons = new Set(
    props.lanes.flatMap(({ environment, targets }) =>
      targets.flatMap(target =>
        (operations?.targets[target.id] ?? [])
          .filter(({ type }) => type === 'rollBack')
          .flatMap(({ disabledBecause }) => disabledBecause ?? [])
          .map(reason =>
            t('operations.rollBackOff', {
              environment: environment.title,
              reason,
            }),
          ),
      ),
    ),
  );
  const withoutRule = props.lanes.filter(({ environment }) =>
    operations?.withoutVersionRule.includes(environment.name),
  );
  return (
    <>
      {withoutRule.map(({ environment: { name, title } }) => (
        <Typography
          key={name}
          variant="body2"
          color="textPrimary"
          component="div"
          gutterBottom
        >
          {t('versionRules.noRollBack', { environment: title })}{' '}
          <VersionRuleButton environment={name} />
        </Typography>
      ))}
      {[...reasons].map(reason => (
        <Typography
          key={reason}
          variant="body2"
          // On the page's own grey, the secondary colour has too little contrast.
          color="textPrimary"
          gutterBottom
        >
          {reason}
        </Typography>
      ))}
    </>
  );
}
