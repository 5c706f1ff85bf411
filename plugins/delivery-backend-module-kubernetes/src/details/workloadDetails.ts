import type { KubernetesCluster } from '@throughline/plugin-delivery-kubernetes-node';
import type { DeliverySource } from '@throughline/plugin-delivery-node';
import { lookUpEvents } from './lookUpEvents';
import { lookUpLogs } from './lookUpLogs';
import { lookUpPods } from './lookUpPods';

const DEADLINE_MS = 15_000;

/** The live look-ups of a cluster's workloads, each with a deadline over all that it asks. */
export function workloadDetails(
  connect: NonNullable<KubernetesCluster['connect']>,
): NonNullable<DeliverySource['details']> {
  const within = (signal: AbortSignal) =>
    AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]);
  return {
    pods: (target, { signal }) => lookUpPods(connect(), target, within(signal)),
    events: (target, { signal }) =>
      lookUpEvents(connect(), target, within(signal)),
    logs: (target, { signal, query }) =>
      lookUpLogs(connect(), target, query ?? {}, within(signal)),
  };
}
