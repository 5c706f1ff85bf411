export type { ArgoInstance } from './ArgoInstance';
export { createArgoRouter } from './createArgoRouter';
export { Sessions } from './Sessions';
