export * from './approvals';
export * from './FreezeWindow';
export * from './Gate';
export * from './notFrozen';
export * from './pipelineGreen';
export * from './quiet';
export * from './signed';
export * from './soaked';
