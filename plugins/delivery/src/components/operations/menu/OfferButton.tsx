import type { ReactElement } from 'react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useUniqueId } from '../../../hooks/useUniqueId';
import { cx } from '../../status';

const useStyles = makeStyles(theme => ({
  button: { textTransform: 'none', lineHeight: 1.3 },
  off: {
    color: theme.palette.text.secondary,
    borderStyle: 'dashed',
    cursor: 'not-allowed',
  },
  // On the page's own grey, the secondary colour has too little contrast.
  reason: {
    color: theme.palette.text.primary,
    overflowWrap: 'anywhere',
    lineHeight: 1.35,
  },
}));

/** A button that may be off. Then it can still be reached, and its reason stands below it. */
export function OfferButton(props: {
  label: string;
  /** What a screen reader says, where the label alone could be taken for another one's. */
  fullLabel?: string;
  endIcon?: ReactElement;
  disabledBecause: string | undefined;
  onAsk(): void;
}) {
  const { label, fullLabel, endIcon, disabledBecause, onAsk } = props;
  const classes = useStyles();
  const id = useUniqueId('delivery-off');
  const off = disabledBecause !== undefined;
  return (
    <>
      <Button
        size="small"
        variant="outlined"
        color={off ? 'default' : 'primary'}
        className={cx(classes.button, off && classes.off)}
        aria-label={fullLabel}
        aria-disabled={off || undefined}
        aria-describedby={off ? id : undefined}
        endIcon={endIcon}
        onClick={off ? undefined : onAsk}
      >
        {label}
      </Button>
      {off && (
        <Typography
          id={id}
          variant="caption"
          component="div"
          className={classes.reason}
        >
          {disabledBecause}
        </Typography>
      )}
    </>
  );
}
