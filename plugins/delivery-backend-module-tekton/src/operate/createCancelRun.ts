import { patchObject } from '@throughline/plugin-delivery-kubernetes-node';
import { runOf, type SourceOperation } from '@throughline/plugin-delivery-node';
import { followEnd } from './followRun';
import { readLiveRun } from './LiveRun';
import type { Operating } from './Operating';
import { handleOf, locate, placeOf } from './runAddress';
import { TOKEN } from './token';

const ENDED = ['succeeded', 'failed', 'cancelled', 'skipped'];

/** What ends a run. Of a pipeline, the tasks that clean up are still done. */
const WORDS = {
  PipelineRun: 'CancelledRunFinally',
  TaskRun: 'TaskRunCancelled',
};

/** Ends a run before its end. */
export function createCancelRun({ connect, link }: Operating): SourceOperation {
  return {
    operation: 'cancelRun',
    subject: 'run',
    resources: [],
    unavailable: subject =>
      ENDED.includes(runOf(subject).status.status) ? 'it has ended' : undefined,
    async start({ subject, token }, { signal }) {
      const client = connect();
      const place = placeOf(runOf(subject));
      const address = await locate(client, place.kind, place, signal);
      await patchObject(
        client,
        address,
        {
          metadata: { annotations: { [TOKEN]: token } },
          spec: { status: WORDS[place.kind] },
        },
        { signal },
      );
      return handleOf(address);
    },
    async find({ subject, token }, { signal }) {
      const client = connect();
      const place = placeOf(runOf(subject));
      const address = await locate(client, place.kind, place, signal);
      const { metadata } = await readLiveRun(client, address, signal);
      return metadata.annotations?.[TOKEN] === token
        ? handleOf(address)
        : undefined;
    },
    follow: (handle, { signal }) => followEnd(connect(), handle, link, signal),
  };
}
