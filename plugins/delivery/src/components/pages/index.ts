export { FleetPageBody } from './FleetPageBody';
export { OperationsPageBody } from './OperationsPageBody';
export { SourcesPageBody } from './SourcesPageBody';
