import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';

// On the page's own grey, the secondary colour has too little contrast.
const useStyles = makeStyles(theme => ({
  label: { color: theme.palette.text.primary },
}));

/** A day, or none. */
export function DayField(props: {
  label: string;
  value: string;
  onChange(value: string): void;
}) {
  const classes = useStyles();
  return (
    <TextField
      type="date"
      size="small"
      variant="outlined"
      label={props.label}
      value={props.value}
      InputLabelProps={{ shrink: true, className: classes.label }}
      inputProps={{ 'aria-label': props.label }}
      onChange={event => props.onChange(event.target.value)}
    />
  );
}
