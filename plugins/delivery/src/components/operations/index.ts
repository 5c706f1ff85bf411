export { EntityOperationsProvider } from './EntityOperationsProvider';
export {
  PromotionButtons,
  RollBackAction,
  RollBacksOff,
  RunActions,
  RunPipelineMenu,
  TargetActions,
} from './menu';
export { useOperations } from './OperationsContext';
export { SaveButton, UserName } from './shared';
export { OffersUnavailable, Pins, UnderWay } from './strip';
