import type { KubernetesCluster } from '@throughline/plugin-delivery-kubernetes-node';
import type { DeliverySource } from '@throughline/plugin-delivery-node';
import { lookUpEvents } from './lookUpEvents';
import { lookUpResources } from './lookUpResources';

const DEADLINE_MS = 15_000;

/** What can be looked up live about a Kustomization or HelmRelease, each with a deadline over all that it asks. */
export function fluxDetails(
  connect: NonNullable<KubernetesCluster['connect']>,
): NonNullable<DeliverySource['details']> {
  const within = (signal: AbortSignal) =>
    AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]);
  return {
    resources: (target, { signal }) =>
      lookUpResources(connect(), target, within(signal)),
    events: (target, { signal }) =>
      lookUpEvents(connect(), target, within(signal)),
  };
}
