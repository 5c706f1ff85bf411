import { runOf, type SourceOperation } from '@throughline/plugin-delivery-node';
import { copyMetadata } from './copyMetadata';
import { createRun } from './createRun';
import { followRun } from './followRun';
import { readLiveRun } from './LiveRun';
import type { Operating } from './Operating';
import { locate, placeOf } from './runAddress';
import { findCreated } from './token';

const ENDED = ['succeeded', 'failed', 'cancelled', 'skipped'];

/** Creates a run of the same specification as one that has ended. */
export function createRerun({ connect, link }: Operating): SourceOperation {
  return {
    operation: 'rerun',
    subject: 'run',
    resources: [],
    unavailable: subject =>
      ENDED.includes(runOf(subject).status.status)
        ? undefined
        : 'it has not ended',
    async start({ subject, token }, { signal }) {
      const client = connect();
      const place = placeOf(runOf(subject));
      const address = await locate(client, place.kind, place, signal);
      const run = await readLiveRun(client, address, signal);
      // What was asked of the old one, such as to end, is not asked of the new one.
      const { status: _asked, ...spec } = run.spec;
      const metadata = copyMetadata(run, token);
      return createRun(client, address, { metadata, spec }, signal);
    },
    async find({ subject, token }, { signal }) {
      const client = connect();
      const place = placeOf(runOf(subject));
      const address = await locate(client, place.kind, place, signal);
      return findCreated(client, address, token, signal);
    },
    follow: (handle, { signal }) => followRun(connect(), handle, link, signal),
  };
}
