import type { Judged, RunStatus } from '@throughline/plugin-delivery-common';
import type { RunItem } from '@throughline/plugin-delivery-node';
import type { BuiltImage } from '../map/readImages';

/** A task that a run is made of, as the run refers to it. */
export interface ChildReference {
  /** The name of the object. */
  name: string;
  /** The name within the pipeline. */
  task: string;
  /** Such as `TaskRun`. */
  kind: string;
}

/** What is kept of a PipelineRun, or of a TaskRun that belongs to none. */
export interface RunFacts {
  type: 'run';
  item: Omit<RunItem, 'jobs'>;
  children: ChildReference[];
  skipped: { task: string; reason: string }[];
  /** The job that a TaskRun of its own is. */
  job?: RunItem['jobs'][number];
  images: BuiltImage[];
}

/** What is kept of a TaskRun that belongs to a PipelineRun. */
export interface TaskFacts {
  type: 'task';
  /** The key of the run that it belongs to. */
  run: string;
  namespace: string;
  name: string;
  status: Judged<RunStatus>;
  startedAt?: string;
  finishedAt?: string;
}

/** The key of a run: PipelineRuns and TaskRuns may have one name. */
export function runKey(
  kind: 'PipelineRun' | 'TaskRun',
  { namespace = '', name }: { namespace?: string; name: string },
): string {
  return kind === 'PipelineRun'
    ? `${namespace}/${name}`
    : `${namespace}/taskruns/${name}`;
}
