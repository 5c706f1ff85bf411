import {
  locateObject,
  type KubernetesClient,
  type ObjectAddress,
} from '@throughline/plugin-delivery-kubernetes-node';
import type { LiveFluxObject } from './LiveFluxObject';

/** What fetches by itself. The others are written by their controllers, and cannot be asked. */
const FETCHING = [
  'GitRepository',
  'OCIRepository',
  'Bucket',
  'HelmRepository',
  'HelmChart',
];

/** Finds the source that something is made from; undefined where it has none that can be asked to look. */
export async function locateSource(
  client: KubernetesClient,
  { spec, facts }: LiveFluxObject,
  signal: AbortSignal,
): Promise<ObjectAddress | undefined> {
  const reference =
    spec.sourceRef ?? spec.chartRef ?? spec.chart?.spec.sourceRef;
  if (!reference || !FETCHING.includes(reference.kind)) {
    return undefined;
  }
  return locateObject(
    client,
    {
      group: 'source.toolkit.fluxcd.io',
      kind: reference.kind,
      namespace: reference.namespace || facts.namespace,
      name: reference.name,
    },
    signal,
  );
}
