import { urlSegment, type TargetItem } from '@throughline/plugin-delivery-node';
import type { Application } from '../api/schemas';
import { mapConditions } from './conditions';
import { mapDesired } from './desired';
import { mapHealth } from './health';
import { mapImages } from './images';
import { mapOperation } from './operation';
import { isParent, mapDrift, mapManages } from './resources';
import { mapSync } from './sync';

/** An application's identity within its instance: names repeat between namespaces. */
export function keyOf(metadata: { name: string; namespace?: string }): string {
  return metadata.namespace
    ? `${metadata.namespace}/${metadata.name}`
    : metadata.name;
}

/** Where a person can open an application. */
export function urlOf(
  instanceUrl: string,
  { name, namespace }: { name: string; namespace?: string },
): string {
  const path = [...(namespace ? [namespace] : []), name];
  return `${instanceUrl}/applications/${path.map(urlSegment).join('/')}`;
}

/** An application as a deployment target. */
export function mapTarget(
  application: Application,
  instanceUrl: string,
): TargetItem {
  const { metadata, spec } = application;
  const { destination } = spec ?? {};
  const generator = metadata.ownerReferences?.find(
    owner => owner.kind === 'ApplicationSet',
  );
  const manages = mapManages(application);
  const operation = mapOperation(application);
  const drift = mapDrift(application);
  const conditions = mapConditions(application);
  return {
    kind: 'target',
    key: keyOf(metadata),
    type: 'application',
    resource: 'Application',
    group: 'argoproj.io',
    name: metadata.name,
    ...(metadata.namespace ? { namespace: metadata.namespace } : {}),
    ...(spec?.project ? { project: spec.project } : {}),
    ...(destination?.name || destination?.server
      ? {
          cluster: {
            ...(destination.name ? { name: destination.name } : {}),
            ...(destination.server ? { server: destination.server } : {}),
          },
        }
      : {}),
    ...(destination?.namespace
      ? { destinationNamespace: destination.namespace }
      : {}),
    labels: sorted(metadata.labels),
    ...(isParent(application) ? { parent: true } : {}),
    ...(generator
      ? { generatedBy: { resource: generator.kind, name: generator.name } }
      : {}),
    ...(manages.length > 0 ? { manages } : {}),
    desired: mapDesired(application),
    sync: mapSync(application),
    health: mapHealth(application),
    images: mapImages(application),
    imagesAre: 'running',
    ...(operation ? { operation } : {}),
    ...(drift ? { drift } : {}),
    ...(conditions.length > 0 ? { conditions } : {}),
    url: urlOf(instanceUrl, metadata),
  };
}

function sorted(labels: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
