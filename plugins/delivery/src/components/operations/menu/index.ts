export { PromotionButtons } from './PromotionButtons';
export { RollBackAction } from './RollBackAction';
export { RollBacksOff } from './RollBacksOff';
export { RunActions } from './RunActions';
export { RunPipelineMenu } from './RunPipelineMenu';
export { TargetActions } from './TargetActions';
