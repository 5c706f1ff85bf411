import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  isTerminalOperation,
  type OperationView,
} from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { Age } from '../../status';
import { shortRef } from './shortRef';

const useStyles = makeStyles(theme => ({
  root: {
    margin: 0,
    paddingLeft: theme.spacing(2.5),
    overflowWrap: 'anywhere',
  },
}));

/** Who approved or rejected an operation, and how many are still to approve it. */
export function ApprovalList(props: { operation: OperationView }) {
  const { approvals, approvalsNeeded, actor, state } = props.operation;
  const classes = useStyles();
  const t = useT();
  const given = approvals.filter(({ decision }) => decision === 'approved');
  const missing = isTerminalOperation(state)
    ? 0
    : approvalsNeeded - given.length;
  return (
    <ul
      className={classes.root}
      aria-label={t('operations.progress.approvals')}
    >
      {approvals.map(({ by, at, decision, comment }) => (
        <Typography key={`${by} ${at}`} variant="body2" component="li">
          {t(`operations.progress.${decision}`, { who: shortRef(by) })}{' '}
          <Age at={at} />
          {comment && `: ${comment}`}
        </Typography>
      ))}
      {missing > 0 && (
        <Typography variant="body2" component="li">
          {t('operations.progress.missing', {
            count: missing,
            who: shortRef(actor),
          })}
        </Typography>
      )}
    </ul>
  );
}
