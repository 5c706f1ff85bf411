import Checkbox from '@material-ui/core/Checkbox';
import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormHelperText from '@material-ui/core/FormHelperText';
import TextField from '@material-ui/core/TextField';
import { useT } from '../../../hooks/useT';
import { useUniqueId } from '../../../hooks/useUniqueId';
import type { useOperationForm } from './useOperationForm';

/** As long as the backend takes. */
const MAX_REASON_LENGTH = 2_000;

/** Why it is asked for; and, for who may, whether gates that fail are overridden. */
export function ReasonFields(props: {
  form: ReturnType<typeof useOperationForm>;
  offersBreakGlass: boolean;
}) {
  const { form, offersBreakGlass } = props;
  const t = useT();
  const hintId = useUniqueId('delivery-break-glass');
  return (
    <>
      {offersBreakGlass && (
        <FormControl>
          <FormControlLabel
            label={t('operations.dialog.breakGlass')}
            control={
              <Checkbox
                color="primary"
                checked={form.breakGlass}
                inputProps={{ 'aria-describedby': hintId }}
                onChange={(_, checked) => form.setBreakGlass(checked)}
              />
            }
          />
          <FormHelperText id={hintId}>
            {t('operations.dialog.breakGlassHint')}
          </FormHelperText>
        </FormControl>
      )}
      <TextField
        id={form.reasonId}
        label={
          form.breakGlass
            ? t('operations.dialog.reason')
            : `${t('operations.dialog.reason')} (${t(
                'operations.dialog.optional',
              )})`
        }
        value={form.reason}
        required={form.breakGlass}
        error={form.reasonProblem !== undefined}
        helperText={[form.reasonProblem, t('operations.dialog.reasonHint')]
          .filter(Boolean)
          .join(' ')}
        fullWidth
        multiline
        minRows={2}
        size="small"
        variant="outlined"
        InputLabelProps={{ shrink: true }}
        inputProps={{ maxLength: MAX_REASON_LENGTH }}
        onChange={event => form.setReason(event.target.value)}
      />
    </>
  );
}
