export {
  createSyntheticApplications,
  type SyntheticOptions,
} from './createSyntheticApplications';
export { SyntheticWorld } from './SyntheticWorld';
