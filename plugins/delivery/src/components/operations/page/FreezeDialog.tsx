import { type FormEvent, useState } from 'react';
import Button from '@material-ui/core/Button';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useApi } from '@backstage/core-plugin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { deliveryOperationsApiRef } from '../../../api';
import { useT } from '../../../hooks/useT';
import { useUniqueId } from '../../../hooks/useUniqueId';
import { BusyButton, DialogFrame, FailureNotice } from '../dialog';

/** As long as the backend takes. */
const MAX_REASON_LENGTH = 2_000;

const useStyles = makeStyles(theme => ({
  content: { display: 'flex', flexDirection: 'column', gap: theme.spacing(2) },
  button: { textTransform: 'none' },
}));

/** Freezes the fleet, with a reason, or lifts that. */
export function FreezeDialog(props: { isFrozen: boolean; onClosed(): void }) {
  const { onClosed } = props;
  // What it was when it opened: once it is done, the page around it knows the contrary before it has closed.
  const [isFrozen] = useState(props.isFrozen);
  const classes = useStyles();
  const t = useT();
  const fieldId = useUniqueId('delivery-freeze');
  const api = useApi(deliveryOperationsApiRef);
  const client = useQueryClient();
  const [open, setOpen] = useState(true);
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const isMissing = !isFrozen && reason.trim() === '';
  const close = () => setOpen(false);
  const change = useMutation({
    mutationFn: () =>
      api.setFreeze(
        isFrozen ? { on: false } : { on: true, reason: reason.trim() },
      ),
    retry: false,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['delivery', 'operations'] });
      close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isMissing && !change.isPending) {
      change.mutate();
    }
  };
  const verb = isFrozen ? 'unfreeze' : 'freeze';

  return (
    <DialogFrame
      open={open}
      maxWidth="sm"
      title={t(`operationsPage.${verb}Title`)}
      onClose={close}
      onClosed={onClosed}
    >
      <form noValidate onSubmit={submit}>
        <DialogContent dividers className={classes.content}>
          <Typography variant="body2">
            {t(`operationsPage.${verb}Text`)}
          </Typography>
          {!isFrozen && (
            <TextField
              id={fieldId}
              required
              label={t('operationsPage.freezeReason')}
              value={reason}
              error={isTried && isMissing}
              helperText={t(
                isTried && isMissing
                  ? 'operationsPage.freezeReasonMissing'
                  : 'operationsPage.freezeReasonHint',
              )}
              fullWidth
              size="small"
              variant="outlined"
              InputLabelProps={{ shrink: true }}
              inputProps={{ maxLength: MAX_REASON_LENGTH }}
              onChange={event => setReason(event.target.value)}
            />
          )}
          {change.isError && (
            <FailureNotice
              title={t('operations.strip.decideFailed')}
              error={change.error}
            />
          )}
        </DialogContent>
        <DialogActions>
          <Button className={classes.button} onClick={close}>
            {t('operations.dialog.cancel')}
          </Button>
          <BusyButton
            type="submit"
            label={t(`operationsPage.${verb}Confirm`)}
            busyText={t('operations.dialog.sending')}
            isBusy={change.isPending}
          />
        </DialogActions>
      </form>
    </DialogFrame>
  );
}
