import type { OperationHandle } from '@throughline/plugin-delivery-node';

/** What is remembered of a pipeline that an operation is about. */
export interface PipelineHandle {
  /** As the API names it: its path with all groups, or its number. */
  project: string;
  id: number;
}

/** A handle as it is stored. */
export function handleOf({ project, id }: PipelineHandle): OperationHandle {
  return { project, pipeline: String(id) };
}

/** A handle as it was stored. */
export function readHandle(handle: OperationHandle): PipelineHandle {
  return { project: handle.project, id: Number(handle.pipeline) };
}
