import {
  SourceFailure,
  type OperationSubject,
  type SourceOperation,
} from '@throughline/plugin-delivery-node';
import { baseOf, copyMetadata } from './copyMetadata';
import { createRun } from './createRun';
import { followRun } from './followRun';
import type { Operating } from './Operating';
import { parameterForm } from './parameterForm';
import { readRunnable } from './readRunnable';
import { locate } from './runAddress';
import { runValues } from './runValues';
import { findCreated, TOKEN } from './token';

/** Creates a run of a pipeline after its newest one, or, where there was none, by the Pipeline's name alone. */
export function createRunPipeline({
  connect,
  link,
}: Operating): SourceOperation {
  return {
    operation: 'runPipeline',
    subject: 'pipeline',
    resources: [],
    unavailable: subject =>
      nameOf(subject)
        ? undefined
        : 'it is a namespace; one of its pipelines can be run',
    async parameters(subject, { signal }) {
      const pipeline = pipelineOf(subject);
      return parameterForm(await readRunnable(connect(), pipeline, signal));
    },
    async start({ subject, parameters, token }, { signal }) {
      const client = connect();
      const pipeline = pipelineOf(subject);
      const runnable = await readRunnable(client, pipeline, signal);
      const params = runValues(runnable, parameters);
      const { status: _asked, ...spec } = runnable.newest?.spec ?? {
        pipelineRef: { name: pipeline.name },
      };
      const metadata = runnable.newest
        ? copyMetadata(runnable.newest, token)
        : {
            generateName: baseOf(pipeline.name),
            labels: { [TOKEN]: token },
          };
      return createRun(
        client,
        runnable.runs,
        { metadata, spec: { ...spec, params } },
        signal,
      );
    },
    async find({ subject, token }, { signal }) {
      const client = connect();
      const pipeline = pipelineOf(subject);
      const runs = await locate(client, 'PipelineRun', pipeline, signal);
      return findCreated(client, runs, token, signal);
    },
    follow: (handle, { signal }) => followRun(connect(), handle, link, signal),
  };
}

function pipelineOf(subject: OperationSubject) {
  const names = nameOf(subject);
  if (!names) {
    throw new SourceFailure(
      'configuration',
      'Name a pipeline as <namespace>/<pipeline>',
    );
  }
  return names;
}

/** Undefined for a namespace alone, which annotations may name as well. */
function nameOf(
  subject: OperationSubject,
): { namespace: string; name: string } | undefined {
  if (subject.kind !== 'pipeline') {
    throw new SourceFailure('internal', 'Only pipelines can be run');
  }
  const [, namespace, name] = /^([^/]+)\/([^/]+)$/.exec(subject.pipeline) ?? [];
  return namespace && name ? { namespace, name } : undefined;
}
