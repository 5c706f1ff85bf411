import {
  type OperationHandle,
  type OperationProgress,
  type OperationSubject,
  type SourceOperation,
  runOf,
} from '@throughline/plugin-delivery-node';
import type { JenkinsClient } from '../api/JenkinsClient';
import { handleOf, readHandle } from './BuildHandle';
import type { JenkinsCalls } from './JenkinsCalls';
import { placeOf } from './placeOf';
import { readBuildState } from './readBuildState';
import { readItem } from './readItem';

const OPEN = ['queued', 'running', 'waiting', 'unknown'];

/** Stops a build, or takes it out of the queue. Asked again, it changes nothing. */
export function createCancelRun(calls: JenkinsCalls): SourceOperation {
  return {
    operation: 'cancelRun',
    subject: 'run',
    resources: [],
    unavailable: subject =>
      OPEN.includes(runOf(subject).status.status) ? undefined : 'it has ended',
    async start({ subject }, { signal }) {
      const handle = await presentOf(subject, calls.reader(signal));
      const { job, number, item = '' } = readHandle(handle);
      const writer = calls.writer(signal);
      await (number === undefined
        ? writer.cancelItem(item)
        : writer.stop(job, number));
      return handle;
    },
    async find({ subject }, { signal }) {
      const client = calls.reader(signal);
      const handle = await presentOf(subject, client);
      const { state } = await followEnd(client, handle);
      return state === 'running' ? undefined : handle;
    },
    follow: (handle, { signal }) => followEnd(calls.reader(signal), handle),
  };
}

/** What is to be stopped: what was in the queue when the page was made may be a build by now. */
async function presentOf(
  subject: OperationSubject,
  client: JenkinsClient,
): Promise<OperationHandle> {
  const run = runOf(subject);
  const place = placeOf(run.key);
  if (place.kind === 'build') {
    return handleOf({ job: place.job, number: place.number });
  }
  const item = await readItem(client, place.item);
  const number = item?.executable?.number;
  return handleOf({ job: run.pipeline, item: place.item, number });
}

async function followEnd(
  client: JenkinsClient,
  handle: OperationHandle,
): Promise<OperationProgress> {
  const { job, number, item = '' } = readHandle(handle);
  if (number === undefined) {
    return followItem(client, item);
  }
  const { run, ended, url } = await readBuildState(client, job, number);
  const shared = url ? { url } : {};
  if (!ended) {
    return { ...shared, state: 'running' };
  }
  return run.status === 'cancelled'
    ? { ...shared, state: 'succeeded' }
    : {
        ...shared,
        state: 'failed',
        message: `the build was not stopped: it ended as ${run.raw}`,
      };
}

async function followItem(
  client: JenkinsClient,
  id: string,
): Promise<OperationProgress> {
  const item = await readItem(client, id);
  if (!item) {
    return {
      state: 'unknown',
      message: 'Jenkins has forgotten the item of its queue',
    };
  }
  if (item.cancelled) {
    return { state: 'succeeded' };
  }
  return item.executable
    ? {
        state: 'failed',
        message: `it had become build ${item.executable.number} before it was taken out of the queue`,
      }
    : { state: 'running' };
}
