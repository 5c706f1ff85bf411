import HourglassEmpty from '@material-ui/icons/HourglassEmpty';
import RadioButtonUnchecked from '@material-ui/icons/RadioButtonUnchecked';
import RemoveCircleOutline from '@material-ui/icons/RemoveCircleOutline';
import type {
  GateVerdict,
  OperationState,
  OperationStep,
} from '@throughline/plugin-delivery-common';
import { type Look, runLooks } from '../../status';

/** Looks of how far an operation has come, and its targets. */
export const operationLooks: Record<OperationState | 'pending', Look> = {
  pending: { Icon: RadioButtonUnchecked, tone: 'neutral' },
  waiting: runLooks.waiting,
  queued: runLooks.queued,
  running: runLooks.running,
  succeeded: runLooks.succeeded,
  failed: runLooks.failed,
  cancelled: runLooks.cancelled,
  refused: { Icon: RemoveCircleOutline, tone: 'warning' },
  // It acted, and may have done harm: grey would not be looked at.
  unknown: { Icon: runLooks.unknown.Icon, tone: 'warning' },
};

/** Looks of the steps of an operation. */
export const stepLooks: Record<OperationStep['state'], Look> = {
  pending: operationLooks.pending,
  running: runLooks.running,
  waiting: runLooks.waiting,
  succeeded: runLooks.succeeded,
  failed: runLooks.failed,
  skipped: runLooks.skipped,
};

/** Looks of what gates say. */
export const gateLooks: Record<GateVerdict['state'], Look> = {
  pass: runLooks.succeeded,
  wait: { Icon: HourglassEmpty, tone: 'warning' },
  fail: runLooks.failed,
};
