export { PageFrame } from './PageFrame';
export { QueryStates } from './QueryStates';
export { UpdatingBar } from './UpdatingBar';
