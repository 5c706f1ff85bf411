import type {
  PodDetail,
  TargetDetails,
} from '@throughline/plugin-delivery-common';
import type { KubernetesClient } from '@throughline/plugin-delivery-kubernetes-node';
import {
  cleanMessage,
  type TargetItem,
} from '@throughline/plugin-delivery-node';
import type { LivePod } from './livePod';
import { podsOfWorkload } from './podsOfWorkload';

/** Looks up the pods of a workload. */
export async function lookUpPods(
  client: KubernetesClient,
  target: TargetItem,
  signal: AbortSignal,
): Promise<TargetDetails> {
  const pods = await podsOfWorkload(client, target, signal);
  return { kind: 'pods', pods: pods.map(podDetail) };
}

function podDetail({ metadata, spec, status }: LivePod): PodDetail {
  const containers = status?.containerStatuses ?? [];
  const reason = reasonOf({ metadata, spec, status });
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    phase: metadata.deletionTimestamp
      ? 'Terminating'
      : cleanMessage(status?.phase ?? 'Unknown', 40),
    ready:
      status?.conditions?.find(({ type }) => type === 'Ready')?.status ===
      'True',
    restarts: containers.reduce(
      (sum, { restartCount }) => sum + (restartCount ?? 0),
      0,
    ),
    ...(reason && { reason: cleanMessage(reason, 120) }),
    images: spec.containers.flatMap(({ image }) => (image ? [image] : [])),
    ...(status?.startTime && { startedAt: status.startTime }),
  };
}

function reasonOf({ status }: LivePod): string | undefined {
  const states = [
    ...(status?.initContainerStatuses ?? []),
    ...(status?.containerStatuses ?? []),
  ].filter(({ ready }) => !ready);
  const waiting = states.find(({ state }) => state?.waiting?.reason);
  const ended = states.find(
    ({ state }) =>
      state?.terminated?.reason && state.terminated.reason !== 'Completed',
  );
  const unscheduled = status?.conditions?.find(
    condition =>
      condition.type === 'PodScheduled' && condition.status === 'False',
  );
  return (
    waiting?.state?.waiting?.reason ??
    ended?.state?.terminated?.reason ??
    status?.reason ??
    unscheduled?.reason
  );
}
