import {
  SourceFailure,
  type OperationSubject,
  type SourceOperation,
} from '@throughline/plugin-delivery-node';
import { chooseJob } from './chooseJob';
import { buildValues, refuseSecrets } from './buildValues';
import { findStarted } from './findStarted';
import { followBuild } from './followBuild';
import { handleOf } from './BuildHandle';
import type { JenkinsCalls } from './JenkinsCalls';
import { parameterForm } from './parameterForm';
import { readPipeline } from './readPipeline';

/** Runs a job, or the job of a branch. */
export function createRunPipeline(
  calls: JenkinsCalls,
  folders: ReadonlySet<string>,
): SourceOperation {
  return {
    operation: 'runPipeline',
    subject: 'pipeline',
    resources: [],
    unavailable: subject =>
      folders.has(pipelineOf(subject))
        ? 'it is a folder; one of its jobs can be run'
        : undefined,
    async parameters(subject, { signal }) {
      const client = calls.reader(signal);
      return parameterForm(await readPipeline(client, pipelineOf(subject)));
    },
    async start({ subject, parameters, token }, { signal }) {
      const pipeline = await readPipeline(
        calls.reader(signal),
        pipelineOf(subject),
      );
      const { job, given } = chooseJob(pipeline, parameters);
      refuseSecrets(job, given);
      const values = buildValues(job, given, token);
      const item = await calls.writer(signal).start(job.fullName, values);
      return handleOf({ job: job.fullName, item });
    },
    async find(request, { signal }) {
      const client = calls.reader(signal);
      const pipeline = await readPipeline(client, pipelineOf(request.subject));
      const { job } = chooseJob(pipeline, request.parameters);
      return findStarted(client, job, request);
    },
    follow: (handle, { signal }) => followBuild(calls.reader(signal), handle),
  };
}

function pipelineOf(subject: OperationSubject): string {
  if (subject.kind !== 'pipeline') {
    throw new SourceFailure('internal', 'Only pipelines can be run');
  }
  return subject.pipeline;
}
