import {
  parseImageReference,
  type ImageVersion,
} from '@throughline/plugin-delivery-common';
import type {
  ClusterPlace,
  TargetItem,
} from '@throughline/plugin-delivery-node';
import { judgeCronJob, withPods, type CronRun } from '../health';
import type { PodSummary } from '../pods/PodSummary';
import { workloadKey } from './kinds';
import type { WorkloadFacts } from './WorkloadFacts';

const MAX_IMAGES = 50;

/**
 * Makes a target of a workload and its pods.
 *
 * @param pods - undefined where pods cannot be seen
 * @param runs - those of a CronJob; undefined where Jobs cannot be seen
 */
export function buildTarget(
  workload: WorkloadFacts,
  pods: PodSummary | undefined,
  runs: readonly CronRun[] | undefined,
  cluster: ClusterPlace,
): TargetItem {
  const { group, kind, name, namespace, schedule } = workload;
  const running = pods ? runningImages(workload, pods) : [];
  const { replicas, rollout, conditions, generatedBy } = workload;
  return {
    kind: 'target',
    key: workloadKey(workload),
    type: 'workload',
    resource: kind,
    group,
    name,
    namespace,
    cluster,
    labels: workload.labels,
    ...(generatedBy && { generatedBy }),
    desired: [],
    sync: {
      status: 'unknown',
      reason: 'plain workload: nothing compares it with Git',
    },
    health: withPods(
      schedule ? judgeCronJob(schedule, runs) : workload.health,
      pods,
    ),
    ...(running.length > 0
      ? { images: running, imagesAre: 'running' }
      : { images: desiredImages(workload), imagesAre: 'desired' }),
    ...(replicas && { replicas }),
    ...(rollout && { rollout }),
    ...(schedule && { schedule }),
    ...(conditions && { conditions }),
  };
}

function desiredImages({ containers = [] }: WorkloadFacts): ImageVersion[] {
  return distinct(
    containers.flatMap(
      ({ image }) => (image && parseImageReference(image)) || [],
    ),
  );
}

/** Containers that others put into the pods, such as proxies, are not what the workload deploys. */
function runningImages(
  { containers }: WorkloadFacts,
  pods: PodSummary,
): ImageVersion[] {
  const position = new Map(containers?.map(({ name }, index) => [name, index]));
  const images = pods.images
    .filter(({ container }) => !containers || position.has(container))
    .map(({ container, reference, digest }) => ({
      position: position.get(container) ?? 0,
      image: parseImageReference(reference),
      digest,
    }))
    // The sort is stable, and the images come in the order of their text.
    .sort((one, other) => one.position - other.position);
  return distinct(
    images.flatMap(({ image, digest }) =>
      image ? [{ ...image, ...(digest && { digest }) }] : [],
    ),
  );
}

function distinct(images: readonly ImageVersion[]): ImageVersion[] {
  const byText = new Map(images.map(image => [JSON.stringify(image), image]));
  return [...byText.values()].slice(0, MAX_IMAGES);
}
