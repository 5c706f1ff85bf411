import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import type { OperationView } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { Bone } from '../../status';
import type { AskedOperation } from '../shared';
import { FailureNotice } from './FailureNotice';
import { PlanForm } from './PlanForm';
import { usePlan } from './usePlan';

function PlanSkeleton() {
  const t = useT();
  return (
    <Box
      role="status"
      aria-busy
      aria-label={t('operations.dialog.planning')}
      display="flex"
      flexDirection="column"
      gridGap={12}
    >
      <Bone height={20} width="60%" />
      <Bone height={48} />
      <Bone height={120} />
    </Box>
  );
}

/** The dialog before anything is asked for: what would happen is worked out first. */
export function PlanStage(props: {
  asked: AskedOperation;
  idempotencyKey: string;
  onRecorded(operation: OperationView): void;
  onCancel(): void;
}) {
  const { asked, idempotencyKey, onRecorded, onCancel } = props;
  const t = useT();
  const query = usePlan(asked, idempotencyKey);
  if (query.data) {
    return (
      <PlanForm
        plan={query.data}
        asked={asked}
        idempotencyKey={idempotencyKey}
        onRecorded={onRecorded}
        onCancel={onCancel}
      />
    );
  }
  return (
    <>
      <DialogContent dividers>
        {query.isError && !query.isFetching ? (
          <FailureNotice
            title={t('operations.dialog.planFailed')}
            error={query.error}
            action={
              <Button size="small" onClick={() => void query.refetch()}>
                {t('states.retry')}
              </Button>
            }
          />
        ) : (
          <PlanSkeleton />
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onCancel} style={{ textTransform: 'none' }}>
          {t('operations.dialog.cancel')}
        </Button>
      </DialogActions>
    </>
  );
}
