import { type FormEvent, useState } from 'react';
import Button from '@material-ui/core/Button';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import type { OperationView } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { useUniqueId } from '../../../hooks/useUniqueId';
import { BusyButton, DialogFrame, FailureNotice } from '../dialog';
import { GateList } from '../shared';
import type { Decision } from './Decision';
import { useDecision } from './useDecision';

/** As long as the backend takes. */
const MAX_COMMENT_LENGTH = 2_000;

const useStyles = makeStyles(theme => ({
  content: { display: 'flex', flexDirection: 'column', gap: theme.spacing(2) },
  button: { textTransform: 'none' },
}));

/** Approves an operation, rejects it or gives it up, with a comment for the first two. */
export function DecisionDialog(props: {
  operation: OperationView;
  title: string;
  decision: Decision;
  onClosed(): void;
}) {
  const { operation, title, decision, onClosed } = props;
  const classes = useStyles();
  const t = useT();
  const fieldId = useUniqueId('delivery-decision');
  const [open, setOpen] = useState(true);
  const [comment, setComment] = useState('');
  const close = () => setOpen(false);
  const decide = useDecision({ operation, decision, onDecided: close });
  const action = t(`operations.strip.${decision}`);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!decide.isPending) {
      decide.mutate(comment.trim());
    }
  };
  return (
    <DialogFrame
      open={open}
      maxWidth="sm"
      title={t('operations.strip.actOn', { action, operation: title })}
      onClose={close}
      onClosed={onClosed}
    >
      <form noValidate onSubmit={submit}>
        <DialogContent dividers className={classes.content}>
          {operation.gates.length > 0 && <GateList gates={operation.gates} />}
          {operation.message}
          {decision !== 'cancel' && (
            <TextField
              id={fieldId}
              label={`${t('operations.strip.comment')} (${t(
                'operations.dialog.optional',
              )})`}
              value={comment}
              fullWidth
              multiline
              minRows={2}
              size="small"
              variant="outlined"
              InputLabelProps={{ shrink: true }}
              inputProps={{ maxLength: MAX_COMMENT_LENGTH }}
              onChange={event => setComment(event.target.value)}
            />
          )}
          {decide.isError && (
            <FailureNotice
              title={t('operations.strip.decideFailed')}
              error={decide.error}
            />
          )}
        </DialogContent>
        <DialogActions>
          <Button className={classes.button} onClick={close}>
            {t('operations.dialog.cancel')}
          </Button>
          <BusyButton
            type="submit"
            label={action}
            busyText={t('operations.dialog.sending')}
            isBusy={decide.isPending}
          />
        </DialogActions>
      </form>
    </DialogFrame>
  );
}
