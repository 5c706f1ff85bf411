import { useState } from 'react';
import type { OperationView } from '@throughline/plugin-delivery-common';
import { DialogFrame } from './DialogFrame';
import { ProgressStage } from './ProgressStage';

/** What is known of an operation that was asked for. */
export function OperationDetailsDialog(props: {
  operation: OperationView;
  title: string;
  onClosed(): void;
}) {
  const { operation, title, onClosed } = props;
  const [open, setOpen] = useState(true);
  const close = () => setOpen(false);
  return (
    <DialogFrame open={open} title={title} onClose={close} onClosed={onClosed}>
      <ProgressStage known={operation} title={title} onClose={close} />
    </DialogFrame>
  );
}
