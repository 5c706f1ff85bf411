import {
  cleanMessage,
  malformedResult,
  webUrl,
  type ReadResult,
  type RunItem,
} from '@throughline/plugin-delivery-node';
import { QueueItemSchema, readActions } from '../api/schemas';
import { readCauses } from './cause';
import { fullNameOf } from './fullNameOf';
import { readParameters } from './parameters';
import { pipelineKeysOf } from './readBuild';
import { isoTime } from './text';

/** What waits in the queue to be built. */
export interface QueuedBuild {
  id: number;
  fullName: string;
  run: RunItem;
}

/** Reads an item of the queue; undefined for what is no job's, such as a step of a build that runs. */
export function readQueueItem(
  node: unknown,
): ReadResult<QueuedBuild> | undefined {
  const parsed = QueueItemSchema.safeParse(node);
  if (!parsed.success) {
    return malformedResult(
      'run',
      undefined,
      'an item of the queue',
      parsed.error,
    );
  }
  const { data } = parsed;
  const fullName = fullNameOf(data.task);
  if (!fullName || data.cancelled) {
    return undefined;
  }
  const actions = readActions(data.actions);
  const { trigger, actor } = readCauses(actions.causes);
  const parameters = readParameters(actions.parameters);
  const why = cleanMessage(data.why ?? '', 200);
  const url = webUrl(data.task.url);
  return {
    type: 'item',
    item: {
      id: data.id,
      fullName,
      run: {
        kind: 'run',
        key: `queue/${data.id}`,
        pipelineKeys: pipelineKeysOf(fullName),
        pipeline: fullName,
        status: {
          status: 'queued',
          raw: wordFor(data),
          ...(why ? { reason: why } : {}),
        },
        ...(trigger ? { trigger } : {}),
        ...(actor ? { actor } : {}),
        createdAt: isoTime(data.inQueueSince),
        ...(url ? { url } : {}),
        jobs: [],
        ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
      },
    },
  };
}

function wordFor(item: {
  stuck?: boolean | null;
  blocked?: boolean | null;
  buildable?: boolean | null;
}): string {
  const [word = 'waiting'] = (
    ['stuck', 'blocked', 'buildable'] as const
  ).filter(state => item[state]);
  return word;
}
