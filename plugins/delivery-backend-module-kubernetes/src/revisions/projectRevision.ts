import { cleanMessage } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import {
  controllerOf,
  count,
  metadataSchema,
  templateSchema,
  type Metadata,
} from '../workloads/schemas';
import { fingerprint, restartedAt } from './fingerprint';
import type { Revision, RevisionFacts } from './RevisionFacts';

const OWNERS = ['Deployment', 'Rollout', 'StatefulSet', 'DaemonSet'];

const replicaSetSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({ replicas: count, template: z.unknown() }),
  status: z.object({ replicas: count }).optional(),
});

const controllerRevisionSchema = z.object({
  metadata: metadataSchema,
  revision: z.number().int(),
  data: z.object({ spec: z.object({ template: z.unknown() }) }),
});

/**
 * Projects a ReplicaSet.
 *
 * @returns undefined where no workload of interest controls it
 * @throws ZodError
 */
export function projectReplicaSet(object: unknown): RevisionFacts | undefined {
  const { metadata, spec, status } = replicaSetSchema.parse(object);
  const annotations = metadata.annotations ?? {};
  const number =
    annotations['deployment.kubernetes.io/revision'] ??
    annotations['rollout.argoproj.io/revision'];
  const history =
    annotations['deployment.kubernetes.io/revision-history'] ??
    annotations['rollout.argoproj.io/revision-history'] ??
    '';
  return revisionOf(metadata, spec.template, {
    revision: Number(number ?? 0),
    earlier: history
      .split(',')
      .map(Number)
      .filter(earlier => Number.isSafeInteger(earlier) && earlier > 0),
    active: Boolean(spec.replicas ?? 1) || Boolean(status?.replicas),
  });
}

/**
 * Projects a ControllerRevision.
 *
 * @returns undefined where no workload of interest controls it
 * @throws ZodError
 */
export function projectControllerRevision(
  object: unknown,
): RevisionFacts | undefined {
  const { metadata, revision, data } = controllerRevisionSchema.parse(object);
  return revisionOf(metadata, data.spec.template, {
    revision,
    earlier: [],
    active: false,
  });
}

function revisionOf(
  metadata: Metadata,
  template: unknown,
  numbers: Pick<Revision, 'revision' | 'earlier' | 'active'>,
): RevisionFacts | undefined {
  const owner = controllerOf(metadata);
  if (!owner || !OWNERS.includes(owner.kind) || metadata.deletionTimestamp) {
    return undefined;
  }
  const { containers } = templateSchema.parse(template).spec;
  const asked = restartedAt(template);
  const cause = metadata.annotations?.['kubernetes.io/change-cause'];
  return {
    uid: metadata.uid,
    owner: owner.uid,
    revision: {
      name: metadata.name,
      ...numbers,
      revision: Number.isSafeInteger(numbers.revision) ? numbers.revision : 0,
      createdAt: metadata.creationTimestamp ?? '',
      fingerprint: fingerprint(template),
      ...(asked && { restartedAt: asked }),
      images: containers.flatMap(({ image }) => (image ? [image] : [])),
      ...(cause && { cause: cleanMessage(cause, 200) }),
    },
  };
}
