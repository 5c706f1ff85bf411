export * from './applyObservations';
export { collectObservations } from './collectObservations';
export { contractChecks } from './checks';
export { describeProviderContract } from './describeProviderContract';
export * from './harness';
export { itemSchemas } from './itemSchemas';
export { itemsOf, observePass, tellPass } from './observePass';
export { observeSource, type RunningObservation } from './observeSource';
export {
  startFaultyUpstream,
  type FaultyUpstream,
} from './startFaultyUpstream';
export { recordProviders } from './recordProviders';
export { describeFuzz } from './fuzz/describeFuzz';
export type { FuzzSubject } from './fuzz/FuzzSubject';
export { greenClaims, type GreenClaim } from './fuzz/greenClaims';
export { seededRandom, varyJson } from './fuzz/varyJson';
export { describeRepositoryWriter } from './writer/describeRepositoryWriter';
export { operateContext } from './checks/operationSteps';
export type { RepositoryWriterHarness } from './writer/RepositoryWriterHarness';
