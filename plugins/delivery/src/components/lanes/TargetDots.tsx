import { makeStyles } from '@material-ui/core/styles';
import type { TargetView } from '@throughline/plugin-delivery-common';
import { useT } from '../../hooks/useT';
import { healthLooks, StatusMark } from '../status';
import { targetLabel } from './laneSummary';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.25, 0.5),
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
}));

/** The health of each target of an environment at a glance. */
export function TargetDots(props: { targets: TargetView[] }) {
  const classes = useStyles();
  const t = useT();
  return (
    <ul className={classes.root}>
      {props.targets.map(target => (
        <li key={target.id}>
          <StatusMark
            iconOnly
            size="small"
            look={healthLooks[target.health.status]}
            word={t('lanes.targetIs', {
              target: targetLabel(target),
              status: t(
                `status.health.${target.health.status}`,
              ).toLocaleLowerCase(),
            })}
            stale={target.staleSince !== undefined}
          />
        </li>
      ))}
    </ul>
  );
}
