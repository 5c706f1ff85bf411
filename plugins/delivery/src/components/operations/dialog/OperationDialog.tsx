import { useState } from 'react';
import type { OperationView } from '@throughline/plugin-delivery-common';
import { useT } from '../../../hooks/useT';
import { type AskedOperation, operationTitle } from '../shared';
import { DialogFrame } from './DialogFrame';
import { newIdempotencyKey } from './idempotencyKey';
import { PlanStage } from './PlanStage';
import { ProgressStage } from './ProgressStage';

/** From what would happen to what comes of it: every operation goes through this dialog. */
export function OperationDialog(props: {
  asked: AskedOperation;
  onClosed(): void;
}) {
  const { asked, onClosed } = props;
  const t = useT();
  const [open, setOpen] = useState(true);
  const [idempotencyKey] = useState(newIdempotencyKey);
  const [recorded, setRecorded] = useState<OperationView>();
  const title = operationTitle({ type: asked.input.type, ...asked }, t);
  const close = () => setOpen(false);
  return (
    <DialogFrame open={open} title={title} onClose={close} onClosed={onClosed}>
      {recorded ? (
        <ProgressStage known={recorded} title={title} onClose={close} />
      ) : (
        <PlanStage
          asked={asked}
          idempotencyKey={idempotencyKey}
          onRecorded={setRecorded}
          onCancel={close}
        />
      )}
    </DialogFrame>
  );
}
