import Box from '@material-ui/core/Box';
import NativeSelect from '@material-ui/core/NativeSelect';
import Typography from '@material-ui/core/Typography';
import { useUniqueId } from '../../hooks/useUniqueId';

/** A choice of one out of a few. */
export function NativeChoice(props: {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  onChange(value: string): void;
}) {
  const id = useUniqueId('delivery-choice');
  return (
    <Box display="flex" alignItems="center" gridGap={8}>
      <Typography
        variant="body2"
        component="label"
        // eslint-disable-next-line jsx-a11y/label-has-associated-control
        {...{ htmlFor: id }}
      >
        {props.label}
      </Typography>
      <NativeSelect
        value={props.value}
        inputProps={{ id }}
        onChange={event => props.onChange(event.target.value)}
      >
        {props.options.map(option => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </NativeSelect>
    </Box>
  );
}
