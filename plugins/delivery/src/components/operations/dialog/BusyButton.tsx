import Button from '@material-ui/core/Button';
import CircularProgress from '@material-ui/core/CircularProgress';

/**
 * The button that starts something. While it is busy it keeps the focus and its name, and says to screen readers that
 * it works; that it does nothing then is up to its owner.
 */
export function BusyButton(props: {
  type?: 'submit' | 'button';
  label: string;
  busyText: string;
  isBusy: boolean;
  disabled?: boolean;
  onClick?(): void;
}) {
  const { type = 'button', label, busyText, isBusy, disabled, onClick } = props;
  return (
    <Button
      type={type}
      variant="contained"
      color="primary"
      disabled={disabled}
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy}
      startIcon={
        isBusy ? (
          <CircularProgress size={16} color="inherit" aria-label={busyText} />
        ) : undefined
      }
      onClick={isBusy ? undefined : onClick}
      style={{ textTransform: 'none' }}
    >
      {label}
    </Button>
  );
}
