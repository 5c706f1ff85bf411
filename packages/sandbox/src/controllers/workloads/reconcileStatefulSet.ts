import { compact, equal } from '../../kubernetes/json';
import { DAEMON_SETS, PODS, STATEFUL_SETS } from '../../kubernetes/resources';
import type { JsonObject, KubeObject } from '../../kubernetes/types';
import { advancePod } from './advancePod';
import { countStall, RETRY_SECONDS, stepSeconds } from './pacing';
import { createPod, podsOf, stageOf } from './pods';
import { templateHash } from './replicaSets';
import { workloadSpec, type WorkloadContext } from './types';

const HASH = 'controller-revision-hash';
const DAEMON_NODES = 3;

function remove(context: WorkloadContext, pod: KubeObject): void {
  context.store.delete(PODS, pod.metadata.namespace, pod.metadata.name);
}

interface Progress {
  pods: KubeObject[];
  ready: number;
  updated: number;
  revision: string;
}

/** Keeps pods of steady names, replacing those of an old template one at a time. */
function stepNamedPods(
  context: WorkloadContext,
  object: KubeObject,
  names: readonly string[],
): Progress {
  const { template } = workloadSpec(object);
  const { name } = object.metadata;
  const revision = `${name}-${templateHash(template)}`;
  let pods = podsOf(context, object)
    .filter(pod => {
      const wanted = names.includes(pod.metadata.name);
      if (!wanted) {
        remove(context, pod);
      }
      return wanted;
    })
    .map(pod => advancePod(context, pod, { name }).pod);
  const allReady = pods.every(pod => stageOf(pod) === 'ready');
  const outdated = pods.filter(pod => pod.metadata.labels?.[HASH] !== revision);
  const doomed =
    allReady && pods.length === names.length
      ? outdated[outdated.length - 1]
      : outdated.find(pod => stageOf(pod) !== 'ready');
  if (doomed) {
    remove(context, doomed);
    pods = pods.filter(pod => pod !== doomed);
  } else if (allReady) {
    const missing = names.find(
      wanted => !pods.some(pod => pod.metadata.name === wanted),
    );
    if (missing) {
      pods.push(
        createPod(context, object, template, {
          name: missing,
          labels: { [HASH]: revision },
        }),
      );
    }
  }
  return {
    pods,
    ready: pods.filter(pod => stageOf(pod) === 'ready').length,
    updated: pods.filter(pod => pod.metadata.labels?.[HASH] === revision)
      .length,
    revision,
  };
}

function finish(
  context: WorkloadContext,
  object: KubeObject,
  progress: Progress,
  wanted: number,
): number | undefined {
  const done =
    progress.ready === wanted &&
    progress.updated === wanted &&
    progress.pods.length === wanted;
  const overdue = countStall(
    context,
    object.metadata.uid ?? '',
    done
      ? undefined
      : `${progress.revision}/${progress.ready}/${progress.updated}`,
  );
  if (done) {
    return undefined;
  }
  return overdue ? RETRY_SECONDS : stepSeconds(context, object);
}

/** Takes a StatefulSet one step further: one pod at a time, the highest ordinal first when updating. */
export function reconcileStatefulSet(
  context: WorkloadContext,
  set: KubeObject,
): number | undefined {
  const wanted = workloadSpec(set).replicas ?? 1;
  const names = Array.from(
    { length: wanted },
    (_, ordinal) => `${set.metadata.name}-${ordinal}`,
  );
  const progress = stepNamedPods(context, set, names);
  const { pods, ready, updated, revision } = progress;
  const before = set.status?.currentRevision as string | undefined;
  const status: JsonObject = compact({
    observedGeneration: set.metadata.generation,
    replicas: pods.length,
    readyReplicas: ready || undefined,
    availableReplicas: ready,
    updatedReplicas: updated || undefined,
    currentReplicas:
      (updated === wanted ? wanted : pods.length - updated) || undefined,
    currentRevision: updated === wanted ? revision : before ?? revision,
    updateRevision: revision,
    collisionCount: 0,
  });
  if (!equal(status, set.status)) {
    context.store.update(STATEFUL_SETS, { ...set, status });
  }
  return finish(context, set, progress, wanted);
}

/** Takes a DaemonSet one step further: a pod on each node. */
export function reconcileDaemonSet(
  context: WorkloadContext,
  set: KubeObject,
): number | undefined {
  const names = Array.from(
    { length: DAEMON_NODES },
    (_, node) => `${set.metadata.name}-node${node + 1}`,
  );
  const progress = stepNamedPods(context, set, names);
  const { pods, ready, updated } = progress;
  const status: JsonObject = compact({
    observedGeneration: set.metadata.generation,
    currentNumberScheduled: pods.length,
    desiredNumberScheduled: DAEMON_NODES,
    numberMisscheduled: 0,
    numberReady: ready,
    numberAvailable: ready || undefined,
    numberUnavailable: DAEMON_NODES - ready || undefined,
    updatedNumberScheduled: updated || undefined,
  });
  if (!equal(status, set.status)) {
    context.store.update(DAEMON_SETS, { ...set, status });
  }
  return finish(context, set, progress, DAEMON_NODES);
}
