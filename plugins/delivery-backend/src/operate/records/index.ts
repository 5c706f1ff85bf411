export { DatabaseOperationStore } from './DatabaseOperationStore';
export * from './effects';
export * from './OperationRecord';
export * from './OperationStore';
