import { isRefused } from '../client';
import { listAndWatch, pause } from '../stream';
import type { LaneRun, ResourceLane, ResourceLaneEvent } from './ResourceLane';

/**
 * Lists what a lane looks at, once; a refusal ends it as well.
 *
 * @throws SourceFailure where the API server does not answer
 * @public
 */
export async function* listLane<T, TLane extends ResourceLane<T>>(
  lane: TLane & ResourceLane<T>,
  run: LaneRun,
): AsyncGenerator<ResourceLaneEvent<T, TLane>> {
  for await (const told of attempt<T, TLane>(lane, run)) {
    yield told;
    if (told.event.type === 'listed' || told.event.type === 'refused') {
      return;
    }
  }
}

/**
 * Goes on from where {@link listLane} ended, or lists first where it was not called, without an end. What is refused
 * costs this lane only, and is tried again from time to time.
 *
 * @throws SourceFailure where the API server does not answer
 * @public
 */
export async function* watchLane<T, TLane extends ResourceLane<T>>(
  lane: TLane & ResourceLane<T>,
  run: LaneRun,
): AsyncGenerator<ResourceLaneEvent<T, TLane>> {
  while (!run.signal.aborted) {
    if (lane.refused !== undefined) {
      await pause(run.timing.retryRefusedMs ?? 300_000, run.signal);
    }
    yield* attempt<T, TLane>(lane, run);
  }
}

async function* attempt<T, TLane extends ResourceLane<T>>(
  lane: TLane & ResourceLane<T>,
  run: LaneRun,
): AsyncGenerator<ResourceLaneEvent<T, TLane>> {
  if (run.signal.aborted) {
    return;
  }
  const { resource, namespace, labelSelector, project, version } = lane;
  lane.version = undefined;
  try {
    for await (const event of listAndWatch({
      ...run,
      resource,
      namespace,
      labelSelector,
      project,
      resourceVersion: version,
    })) {
      if (event.type === 'listed') {
        lane.version = event.resourceVersion;
      }
      yield { lane, event };
    }
  } catch (error) {
    if (!isRefused(error)) {
      throw error;
    }
    lane.version = undefined;
    yield { lane, event: { type: 'refused', reason: error.message } };
  }
}
