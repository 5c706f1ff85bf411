export { DatabaseOperationStore } from './DatabaseOperationStore';
export * from './OperationRecord';
export * from './OperationStore';
