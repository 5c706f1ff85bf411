import { z } from 'zod';
import type { RunningImage } from './PodSummary';

/** What is kept of a pod: nothing that pods of one ReplicaSet in the same state do not share. */
export interface PodFacts {
  uid: string;
  namespace: string;
  /** The uid of what controls it: a ReplicaSet, StatefulSet, DaemonSet or Job. */
  controller: string;
  /** The workload that the controller's name and the pod's labels lead to, where the ReplicaSet is not known. */
  workload?: string;
  ready: boolean;
  images: RunningImage[];
  /** Why it fails. */
  failing?: string;
  /** Why it waits. */
  waiting?: string;
}

const containerState = z
  .object({
    waiting: z.object({ reason: z.string().optional() }).nullish(),
    terminated: z
      .object({
        reason: z.string().optional(),
        exitCode: z.number().optional(),
      })
      .nullish(),
  })
  .nullish();

const containerStatuses = z
  .array(
    z.object({
      name: z.string(),
      imageID: z.string().optional(),
      ready: z.boolean().optional(),
      restartCount: z.number().optional(),
      state: containerState,
      lastState: containerState,
    }),
  )
  .nullish();

const podSchema = z.object({
  metadata: z.object({
    uid: z.string().min(1),
    name: z.string(),
    namespace: z.string(),
    labels: z.record(z.string(), z.string()).nullish(),
    deletionTimestamp: z.string().nullish(),
    ownerReferences: z
      .array(
        z.object({
          kind: z.string(),
          name: z.string(),
          uid: z.string(),
          controller: z.boolean().optional(),
        }),
      )
      .nullish(),
  }),
  spec: z.object({
    containers: z.array(
      z.object({ name: z.string(), image: z.string().optional() }),
    ),
  }),
  status: z
    .object({
      phase: z.string().optional(),
      conditions: z
        .array(
          z.object({
            type: z.string(),
            status: z.string(),
            reason: z.string().optional(),
          }),
        )
        .nullish(),
      containerStatuses,
      initContainerStatuses: containerStatuses,
    })
    .optional(),
});

type Pod = z.infer<typeof podSchema>;
type ContainerStatus = NonNullable<z.infer<typeof containerStatuses>>[number];

/** Reasons that end by somebody's doing only. */
const FAILING = new Set([
  'CrashLoopBackOff',
  'ImagePullBackOff',
  'ErrImagePull',
  'ErrImageNeverPull',
  'ImageInspectError',
  'InvalidImageName',
  'RegistryUnavailable',
  'SignatureValidationFailed',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'PreCreateHookError',
  'PreStartHookError',
  'PostStartHookError',
]);

/** From the second restart on, a container that is not ready is in a crash loop, though it may run at this moment. */
const CRASHES = 2;

/**
 * Projects a pod.
 *
 * @returns undefined for a pod that does not count: without a controller, finished, or ending
 * @throws ZodError
 */
export function projectPod(object: unknown): PodFacts | undefined {
  const { metadata, spec, status }: Pod = podSchema.parse(object);
  const owner = metadata.ownerReferences?.find(ref => ref.controller);
  const phase = status?.phase ?? 'Pending';
  if (
    !owner ||
    metadata.deletionTimestamp ||
    phase === 'Succeeded' ||
    phase === 'Failed'
  ) {
    return undefined;
  }
  const statuses = [
    ...(status?.initContainerStatuses ?? []),
    ...(status?.containerStatuses ?? []),
  ];
  const condition = (type: string) =>
    status?.conditions?.find(candidate => candidate.type === type);
  const scheduled = condition('PodScheduled');
  const failing = statuses.map(failureOf).find(reason => reason !== undefined);
  const waiting =
    scheduled?.status === 'False' ? reasonText(scheduled.reason) : undefined;
  const workload = workloadOf(metadata, owner);
  return {
    uid: metadata.uid,
    namespace: metadata.namespace,
    controller: owner.uid,
    ...(workload && { workload }),
    ready: condition('Ready')?.status === 'True',
    images: imagesOf(spec.containers, status?.containerStatuses),
    ...(failing && { failing }),
    ...(waiting && { waiting }),
  };
}

function failureOf(container: ContainerStatus): string | undefined {
  const waiting = container.state?.waiting?.reason;
  const last =
    container.lastState?.terminated ?? container.state?.terminated ?? undefined;
  if (waiting && FAILING.has(waiting)) {
    return waiting === 'CrashLoopBackOff' ? crashLoop(last?.reason) : waiting;
  }
  const crashed =
    !container.ready &&
    (container.restartCount ?? 0) >= CRASHES &&
    last?.exitCode !== undefined &&
    last.exitCode !== 0;
  return crashed ? crashLoop(last?.reason) : undefined;
}

function crashLoop(reason: string | undefined): string {
  const more = reason === 'Error' ? undefined : reasonText(reason);
  return more ? `CrashLoopBackOff (${more})` : 'CrashLoopBackOff';
}

function reasonText(reason: string | undefined): string | undefined {
  return reason && /^[A-Za-z0-9]{1,40}$/.test(reason) ? reason : undefined;
}

function imagesOf(
  containers: Pod['spec']['containers'],
  statuses: ContainerStatus[] | null | undefined,
): RunningImage[] {
  const images: RunningImage[] = [];
  for (const { name, image } of containers) {
    const imageId = statuses?.find(status => status.name === name)?.imageID;
    // Without an image id, the node has not got the image yet: it is wanted, but does not run.
    if (image && imageId) {
      const digest = digestOf(imageId);
      images.push({
        container: name,
        reference: image,
        ...(digest && { digest }),
      });
    }
  }
  return images;
}

/** A bare `sha256:…` is the id of the image's configuration on the node, and no digest that a registry knows. */
function digestOf(imageId: string): string | undefined {
  return /@(sha256:[0-9a-f]{64})$/.exec(imageId)?.[1];
}

/**
 * Deployments and Rollouts name a ReplicaSet after themselves and the hash of its pod template, and put that hash on
 * its pods.
 */
function workloadOf(
  metadata: Pod['metadata'],
  owner: { kind: string; name: string },
): string | undefined {
  if (owner.kind !== 'ReplicaSet') {
    return undefined;
  }
  const labels = metadata.labels ?? {};
  for (const [label, kind] of [
    ['rollouts-pod-template-hash', 'argoproj.io/Rollout'],
    ['pod-template-hash', 'apps/Deployment'],
  ]) {
    const hash = labels[label];
    if (hash && owner.name.endsWith(`-${hash}`)) {
      const name = owner.name.slice(0, -hash.length - 1);
      return `${kind}/${metadata.namespace}/${name}`;
    }
  }
  return undefined;
}
