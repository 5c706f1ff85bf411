import { useState } from 'react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  isTerminalOperation,
  type OperationView,
} from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { Age } from '../../status';
import { OperationDetailsDialog } from '../dialog';
import { explainState, GateLights, OperationMark, shortRef } from '../shared';
import { DecisionButtons } from './DecisionButtons';
import { StepsBar } from './StepsBar';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 2),
    padding: theme.spacing(1, 2),
  },
  what: { flex: '1 1 280px', minWidth: 0, overflowWrap: 'anywhere' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
  button: { textTransform: 'none' },
}));

/** An operation in a line: how far it is, what came of it, and what the reader may do to it. */
export function OperationLine(props: {
  operation: OperationView;
  title: string;
}) {
  const { operation, title } = props;
  const classes = useStyles();
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  const hasEnded = isTerminalOperation(operation.state);
  return (
    <li className={classes.root} data-operation={operation.state}>
      <OperationMark state={operation.state} />
      <div className={classes.what}>
        <Typography variant="body2" component="div">
          <strong>{title}</strong>
        </Typography>
        <Typography variant="body2" component="div">
          {operation.message ?? explainState(operation, t)}
        </Typography>
        <Typography variant="caption" color="textSecondary" component="div">
          {t('operations.strip.by', { who: shortRef(operation.actor) })} ·{' '}
          <Age at={operation.finishedAt ?? operation.requestedAt} />
        </Typography>
      </div>
      {!hasEnded && <StepsBar steps={operation.steps} title={title} />}
      {!hasEnded && operation.gates.length > 0 && (
        <GateLights gates={operation.gates} />
      )}
      <div className={classes.buttons}>
        <DecisionButtons operation={operation} title={title} />
        <Button
          size="small"
          className={classes.button}
          aria-label={t('operations.strip.detailsOf', { operation: title })}
          onClick={() => setOpen(true)}
        >
          {t('operations.strip.details')}
        </Button>
      </div>
      {isOpen && (
        <OperationDetailsDialog
          operation={operation}
          title={title}
          onClosed={() => setOpen(false)}
        />
      )}
    </li>
  );
}
