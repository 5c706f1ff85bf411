import { useEffect, useRef } from 'react';
import Button from '@material-ui/core/Button';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import { makeStyles } from '@material-ui/core/styles';
import type { OperationView } from '@throughline/plugin-delivery-common';
import { useFollowedOperation } from '../../../hooks/useFollowedOperation';
import { useT } from '../../../hooks/useT';
import { Announcement, Notice } from '../../status';
import { OperationProgress } from '../shared';

const useStyles = makeStyles(theme => ({
  content: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
  },
}));

/** The dialog once something was asked for: how far it has come. It goes on where the dialog is closed. */
export function ProgressStage(props: {
  known: OperationView;
  title: string;
  onClose(): void;
}) {
  const { known, title, onClose } = props;
  const classes = useStyles();
  const t = useT();
  const content = useRef<HTMLDivElement>(null);
  const { operation, isFailing } = useFollowedOperation(known);

  // The button that had the focus is gone.
  useEffect(() => content.current?.focus(), []);

  return (
    <>
      <DialogContent
        dividers
        ref={content}
        tabIndex={0}
        className={classes.content}
      >
        <Announcement
          text={t('operations.progress.result', {
            operation: title,
            state: [t(`operations.state.${operation.state}`), operation.message]
              .filter(Boolean)
              .join('. '),
          })}
        />
        {isFailing && (
          <Notice tone="warning" icon="stale">
            {t('operations.dialog.followFailed')}
          </Notice>
        )}
        <OperationProgress operation={operation} />
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} style={{ textTransform: 'none' }}>
          {t('operations.dialog.close')}
        </Button>
      </DialogActions>
    </>
  );
}
