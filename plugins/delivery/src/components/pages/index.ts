export { FleetPageBody } from './FleetPageBody';
export { SourcesPageBody } from './SourcesPageBody';
