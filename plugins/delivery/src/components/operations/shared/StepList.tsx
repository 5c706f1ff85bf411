import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { OperationStep } from '@throughline/plugin-delivery-common';
import { formatDuration } from '../../../hooks/times';
import { useT } from '../../../hooks/useT';
import { ExternalLink, StatusMark } from '../../status';
import { stepLooks } from './operationLooks';

const useStyles = makeStyles(theme => ({
  root: { margin: 0, paddingLeft: theme.spacing(2.5) },
  item: { overflowWrap: 'anywhere' },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 1),
    alignItems: 'baseline',
  },
  // A difference in a file has lines of its own.
  message: { whiteSpace: 'pre-wrap' },
}));

/** The steps of an operation in their order, with how each fared. */
export function StepList(props: { steps: readonly OperationStep[] }) {
  const classes = useStyles();
  const t = useT();
  return (
    <ol className={classes.root} aria-label={t('operations.progress.steps')}>
      {props.steps.map((step, index) => (
        // Steps may bear one name twice; their order does not change.
        // eslint-disable-next-line react/no-array-index-key
        <li key={`${index} ${step.name}`} className={classes.item}>
          <span className={classes.line}>
            <StatusMark
              size="small"
              look={stepLooks[step.state]}
              word={t(`operations.step.${step.state}`)}
            />
            <Typography variant="body2" component="span">
              <ExternalLink to={step.url}>{step.name}</ExternalLink>
            </Typography>
            <Typography
              variant="caption"
              color="textSecondary"
              component="span"
            >
              {formatDuration(step.startedAt, step.finishedAt)}
            </Typography>
          </span>
          {step.message && (
            <Typography
              variant="caption"
              color="textSecondary"
              component="div"
              className={classes.message}
            >
              {step.message}
            </Typography>
          )}
        </li>
      ))}
    </ol>
  );
}
