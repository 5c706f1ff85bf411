import type { ResourceType } from '@throughline/plugin-delivery-kubernetes-node';
import type { HelmWorkloadFacts } from './facts';
import { HELM_NAME_LABEL, HELM_NAMESPACE_LABEL } from './kinds';
import { metadataSchema } from './schemas';
import { z } from 'zod';

const schema = z.object({ metadata: metadataSchema });

/** Makes the projection that keeps of a workload to which Helm release it belongs; undefined where to none. */
export function projectHelmWorkload({
  group,
  kind,
}: ResourceType): (object: unknown) => HelmWorkloadFacts | undefined {
  return object => {
    const { metadata } = schema.parse(object);
    const name = metadata.labels?.[HELM_NAME_LABEL];
    const namespace = metadata.labels?.[HELM_NAMESPACE_LABEL];
    return name && namespace
      ? {
          kind: 'HelmWorkload',
          namespace: metadata.namespace,
          name: `${kind}/${metadata.name}`,
          pointer: {
            ...(group && { group }),
            kind,
            namespace: metadata.namespace,
            name: metadata.name,
          },
          release: { kind: 'HelmRelease', namespace, name },
        }
      : undefined;
  };
}
