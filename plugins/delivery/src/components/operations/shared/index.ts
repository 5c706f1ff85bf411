export type { AskedOperation } from './AskedOperation';
export { GateLights } from './GateLights';
export { GateList } from './GateList';
export { OperationMark } from './OperationMark';
export { OperationProgress } from './OperationProgress';
export {
  explainState,
  operationButton,
  operationTitle,
  wordsOf,
} from './operationWords';
export { Part } from './Part';
export { SaveButton } from './SaveButton';
export { shortRef } from './shortRef';
export { TargetList } from './TargetList';
export { UserName } from './UserName';
