import {
  parseAnswer,
  readObject,
  type KubernetesClient,
  type ObjectAddress,
} from '@throughline/plugin-delivery-kubernetes-node';
import { SourceFailure } from '@throughline/plugin-delivery-node';
import { z } from 'zod';
import { projectWorkload } from '../workloads/projectWorkload';
import type { WorkloadFacts } from '../workloads/WorkloadFacts';

/** The annotation of a pod template by which `kubectl rollout restart` replaces pods. */
export const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';
/** The annotation by which an operation finds what it has done. */
export const OPERATION = 'delivery/operation';
/** The annotation that says what of the object the operation is about. */
export const OPERATION_ON = 'delivery/operation-on';

const annotationsSchema = z.record(z.string(), z.string()).nullish();

const schema = z.object({
  metadata: z.object({
    resourceVersion: z.string().min(1),
    annotations: annotationsSchema,
  }),
  spec: z.object({
    paused: z.boolean().nullish(),
    restartAt: z.string().nullish(),
    updateStrategy: z.object({ type: z.string().optional() }).nullish(),
    template: z
      .object({
        metadata: z.object({ annotations: annotationsSchema }).nullish(),
      })
      .nullish(),
  }),
  status: z
    .object({
      restartedAt: z.string().nullish(),
      abort: z.boolean().nullish(),
      phase: z.string().nullish(),
      currentPodHash: z.string().nullish(),
      stableRS: z.string().nullish(),
      currentStepIndex: z.number().nullish(),
      pauseConditions: z
        .array(z.object({ reason: z.string(), startTime: z.string() }))
        .nullish(),
    })
    .nullish(),
});

type Parsed = z.infer<typeof schema>;

/** A workload as it is now, with what only operations ask for. */
export interface LiveWorkload {
  facts: WorkloadFacts;
  resourceVersion: string;
  annotations: Record<string, string>;
  spec: Parsed['spec'];
  status: NonNullable<Parsed['status']>;
}

/**
 * Reads a workload as it is now.
 *
 * @returns undefined where it is gone
 * @throws SourceFailure
 */
export async function readLiveWorkload(
  client: KubernetesClient,
  address: ObjectAddress,
  signal: AbortSignal,
): Promise<LiveWorkload | undefined> {
  const object = await readObject(client, address, signal);
  return object === undefined ? undefined : liveWorkload(address, object);
}

/** @throws SourceFailure of kind `protocol` where the object is none that is known */
export function liveWorkload(
  { group, kind, plural }: ObjectAddress,
  object: unknown,
): LiveWorkload {
  const { metadata, spec, status } = parseAnswer(
    schema,
    object,
    `read ${plural}`,
  );
  return {
    facts: factsOf(`${group}/${kind}`, object),
    resourceVersion: metadata.resourceVersion,
    annotations: metadata.annotations ?? {},
    spec,
    status: status ?? {},
  };
}

function factsOf(kind: string, object: unknown): WorkloadFacts {
  const project = Object.entries(projectWorkload).find(
    ([known]) => known === kind,
  )?.[1];
  try {
    const facts = project?.({ labels: [] })(object);
    if (facts) {
      return facts;
    }
  } catch {
    // What cannot be judged is no better than what is not known.
  }
  throw new SourceFailure(
    'protocol',
    `The cluster told of a ${kind} in a form that is not known here`,
  );
}
