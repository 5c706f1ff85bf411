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
export { OffersUnavailable, Pins, UnderWay } from './strip';
