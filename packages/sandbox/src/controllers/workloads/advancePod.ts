import { PODS } from '../../kubernetes/resources';
import type { KubeObject } from '../../kubernetes/types';
import { recordEvent } from './recordEvent';
import { restartsOf, stageOf, withStage, type PodStage } from './pods';
import { imagesOf, type PodTemplate, type WorkloadContext } from './types';

/** How a pod got on in a step. */
export interface PodProgress {
  pod: KubeObject;
  /** Whether it will go on by itself at the next step. */
  moving: boolean;
}

// While the past is made up, a container that crashes has done so for a while.
const SEEDED_RESTARTS = 42;

function nextStage(
  stage: PodStage,
  faults: { crash: boolean; pull: boolean; oneShot: boolean },
): PodStage {
  const { crash, pull, oneShot } = faults;
  switch (stage) {
    case 'creating':
      return pull ? 'pullError' : 'starting';
    case 'pullError':
    case 'pullBackOff':
      return pull ? 'pullBackOff' : 'starting';
    case 'starting':
      if (crash) {
        return 'crashed';
      }
      return oneShot ? 'completed' : 'ready';
    case 'crashed':
      return 'backOff';
    case 'backOff':
      return crash ? 'backOff' : 'starting';
    case 'ready':
      return crash ? 'crashed' : 'ready';
    default:
      return stage;
  }
}

/** Lets a pod go one step further: pulled, started, ready, crashed, … */
export function advancePod(
  context: WorkloadContext,
  pod: KubeObject,
  workload: { name: string; oneShot?: boolean },
): PodProgress {
  const { namespace } = pod.metadata;
  const spec = (pod.spec ?? {}) as unknown as PodTemplate['spec'];
  const { containers } = spec;
  const subject = {
    namespace,
    name: workload.name,
    images: imagesOf({ spec }),
  };
  const missing = containers.find(
    container => context.digestOf(container.image) === undefined,
  );
  const stage = stageOf(pod);
  const next = nextStage(stage, {
    crash: context.hasFault(subject, 'crashLoop'),
    pull:
      missing !== undefined || context.hasFault(subject, 'imagePullBackOff'),
    oneShot: workload.oneShot ?? false,
  });
  if (next === stage) {
    return { pod, moving: false };
  }
  let restarts = restartsOf(pod);
  if (next === 'backOff') {
    restarts += context.seeding ? SEEDED_RESTARTS : 1;
    recordEvent(
      context,
      pod,
      'Warning',
      'BackOff',
      `Back-off restarting failed container ${containers[0].name} in pod ${pod.metadata.name}`,
    );
  }
  if (next === 'pullError') {
    const { image } = missing ?? containers[0];
    recordEvent(
      context,
      pod,
      'Warning',
      'Failed',
      `Failed to pull image "${image}": not found`,
    );
  }
  const moved = context.store.update(
    PODS,
    withStage(context, pod, next, restarts),
  );
  return { pod: moved, moving: next !== 'ready' && next !== 'completed' };
}
