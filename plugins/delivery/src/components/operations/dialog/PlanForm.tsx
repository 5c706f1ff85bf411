import type { FormEvent } from 'react';
import Button from '@material-ui/core/Button';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import { makeStyles } from '@material-ui/core/styles';
import type {
  OperationPlan,
  OperationView,
} from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { Notice } from '../../status';
import { type AskedOperation, operationButton } from '../shared';
import { BusyButton } from './BusyButton';
import { FailureNotice } from './FailureNotice';
import { ParameterFields } from './ParameterFields';
import { PlanSummary } from './PlanSummary';
import { ReasonFields } from './ReasonFields';
import { useOperationForm } from './useOperationForm';
import { useRequest } from './useRequest';

const useStyles = makeStyles(theme => ({
  // The form stands between the dialog and what scrolls in it.
  form: {
    display: 'flex',
    flexDirection: 'column',
    minHeight: 0,
    flex: '0 1 auto',
  },
  content: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
  },
  button: { textTransform: 'none' },
}));

/** What would happen, the form, and the one button that starts it. */
export function PlanForm(props: {
  plan: OperationPlan;
  asked: AskedOperation;
  idempotencyKey: string;
  onRecorded(operation: OperationView): void;
  onCancel(): void;
}) {
  const { plan, asked, idempotencyKey, onRecorded, onCancel } = props;
  const classes = useStyles();
  const t = useT();
  const form = useOperationForm(plan);
  const request = useRequest({ asked, idempotencyKey, onRecorded });

  const isRefused = plan.refusedBecause !== undefined;
  const fails = plan.gates.some(({ state }) => state === 'fail');
  const waits = plan.gates.some(({ state }) => state === 'wait');
  const isHeldUp = fails && !form.breakGlass;
  const label = operationButton(
    { type: plan.type, ...asked, version: plan.to ?? asked.version },
    t,
  );

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const filledIn = isHeldUp || request.isPending ? undefined : form.finish();
    if (filledIn) {
      request.mutate(filledIn);
    }
  };

  return (
    <form noValidate className={classes.form} onSubmit={submit}>
      <DialogContent dividers tabIndex={0} className={classes.content}>
        {plan.refusedBecause && (
          <Notice
            tone="warning"
            icon="lock"
            title={t('operations.dialog.refused')}
          >
            {plan.refusedBecause}
          </Notice>
        )}
        <PlanSummary plan={plan} environment={asked.environment} />
        {!isRefused && (
          <>
            <ParameterFields
              parameters={plan.parameters}
              idOf={form.idOf}
              values={form.values}
              problems={form.problems}
              onChange={form.setValue}
            />
            <ReasonFields
              form={form}
              offersBreakGlass={fails && plan.mayBreakGlass}
            />
          </>
        )}
        {!isRefused && isHeldUp && (
          <Notice tone="warning" icon="warning">
            {t('operations.dialog.wouldRefuse')}
          </Notice>
        )}
        {!isRefused && !fails && waits && (
          <Notice tone="info">{t('operations.dialog.wouldWait')}</Notice>
        )}
        {request.isError && (
          <FailureNotice
            title={t('operations.dialog.sendFailed')}
            error={request.error}
          >
            {t('operations.dialog.sendAgain')}
          </FailureNotice>
        )}
      </DialogContent>
      <DialogActions>
        <Button className={classes.button} onClick={onCancel}>
          {t(
            isRefused ? 'operations.dialog.close' : 'operations.dialog.cancel',
          )}
        </Button>
        {!isRefused && (
          <BusyButton
            type="submit"
            label={label}
            busyText={t('operations.dialog.sending')}
            isBusy={request.isPending}
            disabled={isHeldUp}
          />
        )}
      </DialogActions>
    </form>
  );
}
