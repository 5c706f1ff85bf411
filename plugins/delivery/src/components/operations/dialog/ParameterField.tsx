import Checkbox from '@material-ui/core/Checkbox';
import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormHelperText from '@material-ui/core/FormHelperText';
import TextField from '@material-ui/core/TextField';
import type { OperationParameter } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';

interface FieldProps {
  id: string;
  parameter: OperationParameter;
  value: string;
  /** What is wrong with the value, in words. */
  problem: string | undefined;
  onChange(value: string): void;
}

function BooleanField(props: FieldProps) {
  const { id, parameter, value, onChange } = props;
  const { title, name, description } = parameter;
  const helperId = description && `${id}-helper-text`;
  return (
    <FormControl>
      <FormControlLabel
        label={title ?? name}
        control={
          <Checkbox
            color="primary"
            checked={value === 'true'}
            inputProps={{ id, 'aria-describedby': helperId }}
            onChange={(_, checked) => onChange(String(checked))}
          />
        }
      />
      {description && (
        <FormHelperText id={helperId}>{description}</FormHelperText>
      )}
    </FormControl>
  );
}

/** A field of the form that an operation is started with. */
export function ParameterField(props: FieldProps) {
  const { id, parameter, value, problem, onChange } = props;
  const { type, name, title, description, required, choices = [] } = parameter;
  const t = useT();
  if (type === 'boolean') {
    return <BooleanField {...props} />;
  }
  const isChoice = type === 'choice';
  const isSecret = type === 'secret';
  const label = required
    ? title ?? name
    : `${title ?? name} (${t('operations.dialog.optional')})`;
  const help = isSecret ? t('operations.dialog.secret') : description;
  return (
    <TextField
      id={id}
      label={label}
      value={isSecret ? '' : value}
      required={required && !isSecret}
      disabled={isSecret}
      error={problem !== undefined}
      helperText={[problem, help].filter(Boolean).join(' ') || undefined}
      fullWidth
      size="small"
      variant="outlined"
      multiline={type === 'text'}
      minRows={type === 'text' ? 3 : undefined}
      select={isChoice}
      SelectProps={{ native: true }}
      InputLabelProps={{ shrink: true }}
      // Why a field is off has to be readable.
      FormHelperTextProps={{ disabled: false }}
      inputProps={{
        inputMode: type === 'number' ? 'decimal' : undefined,
        autoComplete: 'off',
        spellCheck: false,
      }}
      onChange={event => onChange(event.target.value)}
    >
      {isChoice && [
        <option key="" value="">
          {t('operations.dialog.choose')}
        </option>,
        ...choices
          .filter(choice => choice !== '')
          .map(choice => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          )),
      ]}
    </TextField>
  );
}
