export { VersionRulesDialog } from './VersionRulesDialog';
