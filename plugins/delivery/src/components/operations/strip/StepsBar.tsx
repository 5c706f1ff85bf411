import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { OperationStep } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';

const useStyles = makeStyles({ root: { width: 160 } });

/** How many steps are done, and which one is being taken. */
export function StepsBar(props: {
  steps: readonly OperationStep[];
  title: string;
}) {
  const { steps, title } = props;
  const classes = useStyles();
  const t = useT();
  if (steps.length === 0) {
    return null;
  }
  const done = steps.filter(({ state }) =>
    ['succeeded', 'skipped'].includes(state),
  ).length;
  const current = steps.find(({ state }) =>
    ['running', 'waiting'].includes(state),
  );
  return (
    <div className={classes.root}>
      <LinearProgress
        variant="determinate"
        value={(100 * done) / steps.length}
        aria-label={t('operations.strip.progress', { operation: title })}
      />
      <Typography variant="caption" color="textSecondary" component="div">
        {current?.name ??
          t('operations.strip.stepOf', {
            done: String(done),
            total: String(steps.length),
          })}
      </Typography>
    </div>
  );
}
