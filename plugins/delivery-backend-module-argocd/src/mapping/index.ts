export { mapDeployments } from './deployments';
export { keyOf, mapTarget } from './target';
