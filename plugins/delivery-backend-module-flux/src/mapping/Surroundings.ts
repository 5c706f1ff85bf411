import type {
  ClusterPlace,
  ObjectPointer,
} from '@throughline/plugin-delivery-node';
import type {
  AutomationFacts,
  HelmReleaseFacts,
  ImagePolicyFacts,
  ImageRepositoryFacts,
  KustomizationFacts,
  Reference,
  SourceFacts,
} from '../objects/facts';

/** What came of looking for an object: `unseen` where it may be there and cannot be looked at. */
export type Found<T> =
  | { state: 'found'; facts: T }
  | { state: 'missing' }
  | { state: 'unseen' };

/** The objects around an applier, as far as they are known. */
export interface Surroundings {
  /** The cluster that all of them are in. */
  readonly cluster: ClusterPlace;
  source(reference: Reference): Found<SourceFacts>;
  kustomization(reference: Reference): KustomizationFacts | undefined;
  imageRepository(reference: Reference): Found<ImageRepositoryFacts>;
  automations(): readonly AutomationFacts[];
  policies(namespace: string): readonly ImagePolicyFacts[];
  /** What carries the label of a release. */
  workloadsOf(release: HelmReleaseFacts): readonly ObjectPointer[];
}
