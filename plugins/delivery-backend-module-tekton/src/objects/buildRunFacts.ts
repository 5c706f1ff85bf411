import type { Judged, RunStatus } from '@throughline/plugin-delivery-common';
import { linkingLabels } from '../map/linkingLabels';
import { pipelineOf } from '../map/pipelineOf';
import { readImages } from '../map/readImages';
import { readOrigin } from '../map/readOrigin';
import { readParameters } from '../map/readParameters';
import { runKey, type RunFacts } from './RunFacts';
import type { Metadata, NamedValues } from './schemas';

/** Where a person can open a run, given its kind's name in URLs. */
export type RunLink = (
  plural: 'pipelineruns' | 'taskruns',
  metadata: Pick<Metadata, 'namespace' | 'name'>,
) => string | undefined;

/** Makes what PipelineRuns and TaskRuns of their own have in common. */
export function buildRunFacts(run: {
  kind: 'PipelineRun' | 'TaskRun';
  metadata: Metadata;
  reference?: string | null;
  status: Judged<RunStatus>;
  startedAt?: string | null;
  finishedAt?: string | null;
  parameters: NamedValues;
  results: NamedValues;
  link: RunLink;
}): Pick<RunFacts, 'type' | 'item' | 'images'> {
  const { kind, metadata, status, results } = run;
  const isPipeline = kind === 'PipelineRun';
  const pipeline = pipelineOf(
    metadata,
    isPipeline ? 'tekton.dev/pipeline' : 'tekton.dev/task',
    run.reference,
  );
  const labels = linkingLabels(metadata.labels);
  const parameters = readParameters(run.parameters);
  const url = run.link(isPipeline ? 'pipelineruns' : 'taskruns', metadata);
  return {
    type: 'run',
    item: {
      kind: 'run',
      key: runKey(kind, metadata),
      pipelineKeys: [`${metadata.namespace}/${pipeline}`, metadata.namespace],
      ...(labels && { labels }),
      pipeline,
      status,
      ...readOrigin(metadata, run.parameters, results),
      createdAt: metadata.creationTimestamp,
      ...(run.startedAt && { startedAt: run.startedAt }),
      ...(run.finishedAt && { finishedAt: run.finishedAt }),
      ...(url && { url }),
      ...(parameters && { parameters }),
    },
    // What a run says that it built before it came to its good end may never have been pushed.
    images: status.status === 'succeeded' ? readImages(results) : [],
  };
}
