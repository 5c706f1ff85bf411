import { makeStyles } from '@material-ui/core/styles';
import type { ChangeReach } from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { cx, reachLooks, StatusMark } from '../status';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'inline-flex',
    padding: 3,
    borderRadius: '50%',
    border: '1.5px solid transparent',
  },
  inferred: {
    borderColor: theme.palette.text.secondary,
    borderStyle: 'dashed',
  },
  newest: { backgroundColor: theme.palette.action.selected },
}));

/**
 * Where a change stands in one environment. A dashed ring says that it is inferred; a shaded ground marks the
 * newest change that runs there.
 */
export function ReachMark(props: {
  reach: ChangeReach;
  environment: string;
  newest?: boolean;
  /** What runs there is the last known, not the present. */
  stale?: boolean;
}) {
  const { reach, environment, newest, stale } = props;
  const classes = useStyles();
  const t = useT();
  const inferred = reach.certainty === 'inferred' && reach.state !== 'unknown';
  const word = [
    `${environment}: ${t(`status.reach.${reach.state}`)}`,
    newest && t('lists.changes.newestHere'),
    inferred && t('status.reach.inferred'),
    reach.reason,
  ]
    .filter(Boolean)
    .join(' · ');
  return (
    <span
      className={cx(
        classes.root,
        inferred && classes.inferred,
        newest && classes.newest,
      )}
      data-reach={reach.state}
    >
      <StatusMark
        iconOnly
        look={reachLooks[reach.state]}
        word={word}
        stale={stale}
      />
    </span>
  );
}
