import type { ReactNode } from 'react';
import Dialog from '@material-ui/core/Dialog';
import DialogTitle from '@material-ui/core/DialogTitle';
import Typography from '@material-ui/core/Typography';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import { useUniqueId } from '../../../hooks/useUniqueId';

const useStyles = makeStyles({ title: { overflowWrap: 'anywhere' } });

/**
 * A dialog as all operations have it: over the whole of a narrow window; a click beside it does not close it, since
 * what was filled in would be lost.
 */
export function DialogFrame(props: {
  open: boolean;
  title: string;
  maxWidth?: 'sm' | 'md';
  onClose(): void;
  /** It is out of sight, and the focus is back where it was. */
  onClosed(): void;
  children: ReactNode;
}) {
  const { open, title, maxWidth = 'md', onClose, onClosed, children } = props;
  const classes = useStyles();
  const theme = useTheme();
  const isNarrow = useMediaQuery(theme.breakpoints.down('xs'));
  const titleId = useUniqueId('delivery-dialog');
  return (
    <Dialog
      open={open}
      fullWidth
      fullScreen={isNarrow}
      maxWidth={maxWidth}
      aria-labelledby={titleId}
      PaperProps={{ 'aria-modal': true }}
      onClose={(_, reason) => {
        if (reason === 'escapeKeyDown') {
          onClose();
        }
      }}
      TransitionProps={{ onExited: onClosed }}
    >
      <DialogTitle disableTypography id={titleId}>
        <Typography component="h2" variant="h6" className={classes.title}>
          {title}
        </Typography>
      </DialogTitle>
      {children}
    </Dialog>
  );
}
