import { makeStyles } from '@material-ui/core/styles';
import type { EntityWarning } from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { Notice } from '../status';

const useStyles = makeStyles(theme => ({
  list: { margin: theme.spacing(0.5, 0, 0), paddingLeft: theme.spacing(2.5) },
}));

/** What is wrong with the entity's set-up, each with how to mend it. */
export function Warnings(props: { warnings: EntityWarning[] }) {
  const { warnings } = props;
  const classes = useStyles();
  const t = useT();
  if (warnings.length === 0) {
    return null;
  }
  return (
    <Notice
      tone="warning"
      icon="warning"
      title={t('states.warningsTitle', { count: warnings.length })}
    >
      <ul className={classes.list}>
        {warnings.map(warning => (
          <li key={`${warning.annotation} ${warning.message}`}>
            {warning.annotation && (
              <>
                {t('states.annotation')} <code>{warning.annotation}</code>
                {': '}
              </>
            )}
            {warning.message}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
