import TextField from '@material-ui/core/TextField';

/** A day, or none. */
export function DayField(props: {
  label: string;
  value: string;
  onChange(value: string): void;
}) {
  return (
    <TextField
      type="date"
      size="small"
      variant="outlined"
      label={props.label}
      value={props.value}
      InputLabelProps={{ shrink: true }}
      inputProps={{ 'aria-label': props.label }}
      onChange={event => props.onChange(event.target.value)}
    />
  );
}
