export { BusyButton } from './BusyButton';
export { DialogFrame } from './DialogFrame';
export { DiffView } from './DiffView';
export { FailureNotice } from './FailureNotice';
export { OperationDetailsDialog } from './OperationDetailsDialog';
export { OperationDialog } from './OperationDialog';
