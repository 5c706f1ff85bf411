import type { DeliverySource } from '@throughline/plugin-delivery-node';
import { ArgocdClient } from './api/ArgocdClient';
import type { ArgocdInstance } from './config/readArgocdInstances';
import { createDetails } from './details/createDetails';
import {
  observeApplications,
  type ObserveTimes,
} from './observe/observeApplications';
import { createOperators } from './operate/createOperators';

/** The name of the system, in ids of sources. */
export const SYSTEM = 'argocd';

/** One instance of Argo CD as a source. */
export function createArgocdSource(
  instance: ArgocdInstance,
  times?: ObserveTimes,
): DeliverySource {
  const client = new ArgocdClient(instance);
  return {
    id: `${SYSTEM}:${instance.name}`,
    system: SYSTEM,
    title: instance.title,
    url: instance.url,
    strategy: 'watch',
    // Above the longest silence of the observation itself, whose error says more.
    maxSilenceMs: 90_000,
    observes: ['argoproj.io/Application'],
    observe: context => observeApplications(client, instance, context, times),
    details: createDetails(client),
    ...(instance.operations
      ? { operators: createOperators(client, instance.url) }
      : {}),
  };
}
